using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>An open stream, read line by line, or block by block as a browser does.</summary>
internal sealed class JsonWatch(HttpResponseMessage answer, StreamReader reader) : IDisposable
{
    public HttpResponseMessage Answer => answer;

    public static async Task<JsonWatch> OpenAsync(GatewayService gateway, string path, string accept = "*/*", string lastEventId = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", accept);
        if (lastEventId.Length > 0)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var answer = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new JsonWatch(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    public static string IdOf(IReadOnlyList<string> block) => block.Single(line => line.StartsWith("id: ", StringComparison.Ordinal))[4..];

    public async Task<string> LineAsync() => await FindLineAsync() ?? throw new EndOfStreamException("The stream has ended.");

    public async Task<IReadOnlyList<string>> RestAsync()
    {
        var lines = new List<string>();
        while (await FindLineAsync() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    public async Task<IReadOnlyList<string>> BlockAsync() => await FindBlockAsync() ?? throw new EndOfStreamException("The stream has ended.");

    public async Task<IReadOnlyList<IReadOnlyList<string>>> BlocksAsync()
    {
        var blocks = new List<IReadOnlyList<string>>();
        while (await FindBlockAsync() is { } block)
        {
            blocks.Add(block);
        }

        return blocks;
    }

    public void Dispose()
    {
        reader.Dispose();
        answer.Dispose();
    }

    private async Task<IReadOnlyList<string>?> FindBlockAsync()
    {
        var lines = new List<string>();
        while (await FindLineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                return lines;
            }

            lines.Add(line);
        }

        return lines.Count == 0 ? null : throw new EndOfStreamException($"The stream broke off after {lines[^1]}");
    }

    private async Task<string?> FindLineAsync()
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        return await reader.ReadLineAsync(patience.Token);
    }
}

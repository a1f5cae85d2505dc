using GrpcRefresh.Cli;

namespace GrpcRefresh.Demo;

/// <summary>The tool as a newcomer would type it: the command is shown, then run, in this process.</summary>
internal sealed class DemoTool(Uri service)
{
    /// <summary>Answers the exit code.</summary>
    public async Task<int> RunAsync(params string[] words)
    {
        // Not wrapped, so that it can be copied.
        Console.WriteLine($"$ ./grpcrefresh {string.Join(' ', words.Select(Quote))}");
        return await GrpcRefreshTool.RunAsync([.. words, "--address", $"{service.Scheme}://{service.Authority}"]);
    }

    private static string Quote(string word) => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word;
}

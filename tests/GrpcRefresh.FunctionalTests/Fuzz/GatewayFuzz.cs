using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Google.Protobuf.Reflection;
using GrpcRefresh.FunctionalTests.Gateway;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>A request to the gateway, byte by byte.</summary>
/// <param name="isHttp">Whether it is a request at all; the server itself turns away what is none, without a word.</param>
internal sealed class GatewayFuzz(GatewayConnections connections, string verb, string target, IReadOnlyList<(string Name, string Value)> headers, string body, bool isHttp) : IFuzzRequest
{
    private static readonly TimeSpan Listening = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Verbs = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "get"];
    private static readonly int[] Silent = [400, 408, 414, 431];

    public static GatewayFuzz New(GatewayConnections connections, FuzzWorld world, Random random)
    {
        var method = random.Of(FuzzSamples.Methods.Where(one => one.GetOptions()?.HasExtension(Google.Api.AnnotationsExtensions.Http) == true).ToList());
        var (verb, target, body) = Plain(method, world, random);
        var odd = random.Next(8);
        if (odd < 3)
        {
            target = OddTarget.Of(target, random);
        }

        if (body.Length > 0 ? odd > 1 : random.OneIn(40))
        {
            body = OddJson.Of(body.Length > 0 ? body : "{}", random);
        }

        verb = random.OneIn(40) ? random.Of(Verbs) : verb;
        var headers = new List<(string Name, string Value)>();
        if (world.KeyFor(random) is { } key)
        {
            headers.Add(("Authorization", $"Bearer {key}"));
        }

        if (body.Length > 0 && !random.OneIn(20))
        {
            headers.Add(("Content-Type", "application/json"));
        }

        // As a browser asks for a watch.
        if (method.IsServerStreaming && random.OneIn(2))
        {
            headers.Add(("Accept", "text/event-stream"));
        }

        headers.AddRange(Enumerable.Range(0, random.OneIn(3) ? random.Next(4) : 0).Select(_ => OddHeaders.Of(random)));
        return new GatewayFuzz(connections, verb, target, headers, body, IsHttp(target, headers));
    }

    public async Task<FuzzAnswer> SendAsync(CancellationToken ct)
    {
        var connection = await connections.TakeAsync(ct);
        try
        {
            await connection.SendAsync(Bytes(), ct);
            if (await connection.ReadAsync(Listening, ct) is { } answer)
            {
                connections.Return(connection, isReusable: isHttp && !answer.Closes);
                return Judge(answer);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or FormatException or IndexOutOfRangeException && !isHttp)
        {
            // The connection was broken off with the rest of the request unread.
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            connections.Return(connection, isReusable: false);
            return new FuzzAnswer("gateway broken off", $"was not answered: {e.Message}");
        }

        connections.Return(connection, isReusable: false);
        return new FuzzAnswer("gateway closed", isHttp ? "was not answered" : null);
    }

    public string Describe() => JsonSerializer.Serialize(Encoding.UTF8.GetString(Bytes()));

    private static (string Verb, string Target, string Body) Plain(MethodDescriptor method, FuzzWorld world, Random random)
    {
        while (true)
        {
            try
            {
                using var request = HttpRequests.Of(method, FuzzSamples.RequestOf(method, world, random));
                return (request.Method.Method, request.RequestUri!.OriginalString, request.Content is { } content ? Read(content) : "");
            }
            catch (Exception e) when (e is InvalidOperationException or UriFormatException)
            {
                // A message that has no JSON, such as a duration that is none, or no address.
            }
        }
    }

    private static string Read(HttpContent content)
    {
        using var reader = new StreamReader(content.ReadAsStream());
        return reader.ReadToEnd();
    }

    /// <summary>Whether it keeps to HTTP, and within the bounds of its parts.</summary>
    private static bool IsHttp(string target, IReadOnlyList<(string Name, string Value)> headers) =>
        target.StartsWith('/') && target.Length < 15_000 && target.All(letter => letter is > ' ' and < '\x7f') && !target.Contains("%00", StringComparison.Ordinal)
        && headers.Sum(header => header.Name.Length + header.Value.Length) < 30_000
        && headers.All(header => header.Value.All(letter => letter is '\t' or >= ' ' and < '\x7f'));

    private byte[] Bytes()
    {
        var text = new StringBuilder($"{verb} {target} HTTP/1.1\r\nHost: localhost\r\n");
        foreach (var (name, value) in headers)
        {
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        var content = Encoding.UTF8.GetBytes(body);
        text.Append(body.Length > 0 || verb == "POST" ? $"Content-Length: {content.Length}\r\n\r\n" : "\r\n");
        return [.. Encoding.Latin1.GetBytes(text.ToString()), .. content];
    }

    private FuzzAnswer Judge(RawAnswer answer)
    {
        if (answer.Header("X-Injected").Length > 0 || answer.Header("Server").Length > 0)
        {
            return new FuzzAnswer("gateway header", "has a header that it must not have");
        }

        if (answer.Body.Length == 0 && answer.Header("X-Request-Id").Length == 0)
        {
            return new FuzzAnswer($"gateway {answer.Status} by the server", !isHttp && Silent.Contains(answer.Status) ? null : "is of the server itself");
        }

        if (answer.Header("X-Request-Id").Length == 0)
        {
            return new FuzzAnswer($"gateway {answer.Status} nameless", "has no X-Request-Id");
        }

        return answer.Status is 200 or 204 ? JudgeGood(answer) : ErrorRules.Judge(answer.Body, answer.Status);
    }

    private static FuzzAnswer JudgeGood(RawAnswer answer)
    {
        var type = answer.Header("Content-Type");
        var lines = answer.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => type != "text/event-stream" || line.StartsWith("data: ", StringComparison.Ordinal));
        try
        {
            foreach (var line in type.StartsWith("text/plain", StringComparison.Ordinal) ? [] : lines.Select(line => line.Replace("data: ", "", StringComparison.Ordinal)))
            {
                if (answer.IsWhole && type != "application/json" && line.StartsWith("{\"error\"", StringComparison.Ordinal))
                {
                    return ErrorRules.Judge(line, answer.Status, isAnswer: false);
                }
            }

            if (type == "application/json")
            {
                JsonDocument.Parse(answer.Body);
            }
        }
        catch (JsonException)
        {
            return new FuzzAnswer("gateway no JSON", "is no JSON");
        }

        return new FuzzAnswer($"gateway {answer.Status} {type}");
    }
}

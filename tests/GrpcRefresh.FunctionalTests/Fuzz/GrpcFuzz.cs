using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Google.Protobuf;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.V1.Rpc;
using StatusCode = Grpc.Core.StatusCode;

namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>A request to the gRPC door: any bytes behind any headers, in good HTTP/2. Bad HTTP/2 has tests of its own.</summary>
internal sealed class GrpcFuzz(HttpClient door, string path, IReadOnlyList<(string Name, string Value)> headers, byte[] body) : IFuzzRequest
{
    private static readonly TimeSpan Listening = TimeSpan.FromMilliseconds(100);
    private static readonly string[] ContentTypes = ["application/grpc", "application/grpc+proto", "application/grpc-web", "application/json", "text/plain", "application/grpc+json", "x"];

    /// <summary>What the runtime refuses by itself, without a word of ours: no such method or encoding, too large, too late.</summary>
    private static readonly StatusCode[] OfTheRuntime = [StatusCode.Unimplemented, StatusCode.ResourceExhausted, StatusCode.DeadlineExceeded];

    public static GrpcFuzz New(HttpClient door, FuzzWorld world, Random random)
    {
        var method = random.Of(FuzzSamples.Methods);
        var message = FuzzSamples.RequestOf(method, world, random).ToByteArray();
        if (random.OneIn(3))
        {
            message = random.Bytes(message);
        }

        var body = Frame(message, random.OneIn(5) ? (byte)random.Next(3) : (byte)0, random.OneIn(30) ? random.Next() : message.Length);
        body = random.Next(20) switch
        {
            0 => random.Bytes(body),
            1 => body[..random.Next(body.Length)],
            2 => [.. body, .. body],
            3 => Frame(Compressed(message), 1, Compressed(message).Length),
            _ => body,
        };
        var path = $"/{method.Service.FullName}/{method.Name}";
        path = random.OneIn(20) ? OddTarget.Of(path, random) : path;
        var headers = new List<(string Name, string Value)> { ("Content-Type", random.OneIn(20) ? random.Of(ContentTypes) : ContentTypes[0]) };
        if (world.KeyFor(random) is { } key)
        {
            headers.Add(("Authorization", $"Bearer {key}"));
        }

        if (random.OneIn(10))
        {
            headers.Add(("grpc-encoding", random.Of(["gzip", "deflate", "identity", "br", ""])));
        }

        headers.AddRange(Enumerable.Range(0, random.OneIn(3) ? random.Next(4) : 0).Select(_ => OddHeaders.Of(random)).Where(header => Ascii.IsValid(header.Value)));
        return new GrpcFuzz(door, path, headers, body);
    }

    public async Task<FuzzAnswer> SendAsync(CancellationToken ct)
    {
        using var request = Request();
        if (request is null)
        {
            return new FuzzAnswer("grpc not sent: no address");
        }

        try
        {
            using var answer = await door.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var ended = await EndsAsync(answer, ct);
            return Judge(answer, ended);
        }
        catch (HttpRequestException e) when (e.InnerException is HttpProtocolException or IOException || e.HttpRequestError == HttpRequestError.Unknown)
        {
            return new FuzzAnswer("grpc reset", path.Contains("%00", StringComparison.Ordinal) ? null : $"was not answered: {e.Message} {e.InnerException?.Message}");
        }
    }

    public string Describe()
    {
        var text = new StringBuilder($"POST {path}\n");
        foreach (var (name, value) in headers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
        }

        return text.Append(Convert.ToHexString(body)).ToString();
    }

    private static byte[] Frame(byte[] message, byte flag, int length)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private static byte[] Compressed(byte[] message)
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Fastest))
        {
            gzip.Write(message);
        }

        return to.ToArray();
    }

    private HttpRequestMessage? Request()
    {
        var content = new ByteArrayContent(body);
        if (!Ascii.IsValid(path) || !Uri.TryCreate($"{door.BaseAddress!.GetLeftPart(UriPartial.Authority)}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var uri) || uri.Host != door.BaseAddress.Host)
        {
            content.Dispose();
            return null;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = content };
        foreach (var (name, value) in headers)
        {
            // What no client can send is left out.
            _ = request.Headers.TryAddWithoutValidation(name, value) || content.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.ExpectContinue = false;
        return request;
    }

    /// <summary>Reads until the end; a stream that does not come to one is left after a moment.</summary>
    private static async Task<bool> EndsAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(ct);
        listening.CancelAfter(Listening);
        try
        {
            await answer.Content.CopyToAsync(Stream.Null, listening.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private static FuzzAnswer Judge(HttpResponseMessage answer, bool hasEnded)
    {
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            var known = answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.BadRequest;
            return new FuzzAnswer($"grpc HTTP {(int)answer.StatusCode}", known ? null : "is no answer of gRPC");
        }

        if (!hasEnded)
        {
            return new FuzzAnswer("grpc left open");
        }

        if (Find(answer, "grpc-status") is not { } text)
        {
            return new FuzzAnswer("grpc without status", "has no grpc-status");
        }

        var code = (StatusCode)int.Parse(text, CultureInfo.InvariantCulture);
        if (code == StatusCode.OK)
        {
            return new FuzzAnswer("grpc OK");
        }

        if (Find(answer, Refusal.DetailsTrailer) is { } details)
        {
            return ErrorRules.Judge("grpc", Status.Parser.ParseFrom(Convert.FromBase64String(details.PadRight((details.Length + 3) / 4 * 4, '='))));
        }

        var said = Uri.UnescapeDataString(Find(answer, "grpc-message") ?? "");
        var expected = OfTheRuntime.Contains(code) || (code, said) is (StatusCode.NotFound, "There is no such service.");
        return new FuzzAnswer($"grpc {code} by the runtime", expected ? null : $"has no details: {said}");
    }

    private static string? Find(HttpResponseMessage answer, string name) =>
        answer.TrailingHeaders.TryGetValues(name, out var values) || answer.Headers.TryGetValues(name, out values) ? values.First() : null;
}

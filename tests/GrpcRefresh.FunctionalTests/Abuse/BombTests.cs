using System.IO.Compression;
using System.Net;
using System.Text;
using GrpcRefresh.FunctionalTests.Gateway;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Testing;
using GrpcRefresh.V1.Rpc;
using Status = GrpcRefresh.V1.Rpc.Status;

namespace GrpcRefresh.FunctionalTests.Abuse;

/// <summary>Small requests that are meant to be much work, and large ones.</summary>
public sealed class BombTests(AbuseWorld world) : IClassFixture<AbuseWorld>
{
    private const int Most = 1024 * 1024;

    public static TheoryData<string, string> Bombs => new()
    {
        { "arrays in arrays", new string('[', Most - 10) },
        { "objects in objects", string.Concat(Enumerable.Repeat("{\"resource\":", 80_000)) },
        { "closed arrays", $"{{\"resource\":{new string('[', 5_000)}{new string(']', 5_000)}}}" },
        { "half a million bad values", $"{{\"resource\":{{\"path\":{{\"projectPath\":[{string.Join(',', Enumerable.Repeat("1", 500_000))}]}}}}}}" },
        { "a hundred thousand unknown fields", $"{{{string.Join(',', Enumerable.Repeat("\"a\":1", 100_000))}}}" },
        { "a number without end", $"{{\"resource\":{new string('9', Most - 100)}}}" },
        { "an exponent without end", "{\"resource\":1e999999999}" },
        { "half of a surrogate pair as a name", "{\"\\ud800\":1}" },
        { "half of a surrogate pair as a label", "{\"resource\":{\"\\udc00\":{}}}" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task What_is_no_request_is_refused_with_its_first_mistakes(string kind, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/resources:resolve") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", world.Viewer);

        using var answer = await world.Gateway.Http.SendAsync(request);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{kind}: {text}");
        Assert.InRange(Assert.Single(JsonDoor.RefusalOf(text, 400).All<BadRequest>()).FieldViolations.Count, 1, 20);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_message_is_not_unpacked_beyond_what_a_message_may_be(string encoding)
    {
        var packed = Packed(encoding, new byte[64 * Most]);
        Assert.InRange(packed.Length, 1, Most - 1);

        using var answer = await SendAsync(packed, 1, encoding);

        // Unpacked in full it would be refused as well, but as no message.
        Assert.Equal("8", Find(answer, "grpc-status"));
    }

    [Fact]
    public async Task What_is_packed_and_within_the_bound_is_read()
    {
        using var answer = await SendAsync(Packed("gzip", []), 1, "gzip");

        Assert.Equal("0", Find(answer, "grpc-status"));
    }

    public static TheoryData<string, byte[], byte> Malformed => new()
    {
        { "no protobuf", [0xff, 0xff, 0xff], 0 },
        { "torn protobuf", [0x0a, 0x7f, 0x01], 0 },
        { "messages in messages", [.. Enumerable.Repeat((byte)0x0b, 500)], 0 },
        { "packed without a word", [0x0a], 1 },
        { "an unknown flag", [], 7 },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Bytes_that_are_no_message_are_the_callers_mistake(string kind, byte[] message, byte flag)
    {
        foreach (var method in new[] { "grpcrefresh.v1.JobService/ListJobs", "grpcrefresh.v1.JobService/WatchJobs", "grpc.reflection.v1.ServerReflection/ServerReflectionInfo" })
        {
            using var answer = await SendAsync(message, flag, null, method);

            Assert.True(Find(answer, "grpc-status") == "3", $"{kind}, {method}: {Find(answer, "grpc-status")} {Find(answer, "grpc-message")}");
            var details = Find(answer, "grpc-status-details-bin")!;
            Assert.Equal("INVALID_REQUEST", Status.Parser.ParseFrom(Convert.FromBase64String(details.PadRight((details.Length + 3) / 4 * 4, '='))).All<ErrorInfo>().Single().Reason);
        }
    }

    private static byte[] Packed(string encoding, byte[] message)
    {
        using var to = new MemoryStream();
        using (Stream packing = encoding == "gzip" ? new GZipStream(to, CompressionLevel.Fastest) : new ZLibStream(to, CompressionLevel.Fastest))
        {
            packing.Write(message);
        }

        return to.ToArray();
    }

    private async Task<HttpResponseMessage> SendAsync(byte[] message, byte flag, string? encoding, string method = "grpcrefresh.v1.JobService/ListJobs")
    {
        using var http = new HttpClient { Timeout = CallExtensions.Patience };
        byte[] frame = [flag, (byte)(message.Length >> 24), (byte)(message.Length >> 16), (byte)(message.Length >> 8), (byte)message.Length, .. message];
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{world.Service.Url.Authority}/{method}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame) { Headers = { ContentType = new("application/grpc") } },
        };
        request.Headers.TryAddWithoutValidation("authorization", world.Viewer);
        if (encoding is not null)
        {
            request.Headers.Add("grpc-encoding", encoding);
        }

        return await http.SendAsync(request);
    }

    private static string? Find(HttpResponseMessage answer, string name) =>
        answer.TrailingHeaders.TryGetValues(name, out var values) || answer.Headers.TryGetValues(name, out values) ? values.First() : null;
}

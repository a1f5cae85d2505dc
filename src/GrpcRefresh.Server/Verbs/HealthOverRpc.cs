using System.Net;
using System.Net.Http.Headers;
using Grpc.Health.V1;

namespace GrpcRefresh.Server.Verbs;

/// <summary><c>grpc.health.v1.Health/Check</c> by hand: one call that every gRPC server answers needs no client library.</summary>
internal static class HealthOverRpc
{
    // What stands before each message: whether it is compressed, and its length. Alone, it is the request, which has no fields.
    private static readonly byte[] Empty = new byte[5];

    public static async Task<HealthCheckResponse.Types.ServingStatus> AskAsync(HttpClient http, Uri door, CancellationToken ct)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, new Uri(door, "/grpc.health.v1.Health/Check"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Empty),
        };
        call.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        call.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var answer = await http.SendAsync(call, ct);
        var message = await answer.Content.ReadAsByteArrayAsync(ct);
        // A refusal has no message.
        return answer.IsSuccessStatusCode && message.Length > Empty.Length
            ? HealthCheckResponse.Parser.ParseFrom(message.AsSpan(Empty.Length)).Status
            : HealthCheckResponse.Types.ServingStatus.Unknown;
    }
}

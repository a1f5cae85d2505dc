using System.Security.Cryptography;
using System.Text.Json;

namespace GrpcRefresh.Server.Refresh;

/// <summary>Tells whether two requests with one request_id are the same request.</summary>
internal static class RequestFingerprint
{
    /// <summary>Of the request as it was asked, not as it was resolved: a name may move between two tries.</summary>
    public static string Of(RefreshCommand command) => Convert.ToHexString(SHA256.HashData(
    [
        .. JsonSerializer.SerializeToUtf8Bytes(new
        {
            command.Resource,
            command.Mode,
            command.Freshness,
            Labels = command.Labels.OrderBy(label => label.Key, StringComparer.Ordinal),
        }),
        // Behind the rest, so that a request without them is the same as before there were such fields.
        .. command.OnBehalfOf is { } behalf ? JsonSerializer.SerializeToUtf8Bytes(behalf) : [],
        .. command.Caller.IsAnonymous ? [] : JsonSerializer.SerializeToUtf8Bytes(command.Caller.Name),
    ]));
}

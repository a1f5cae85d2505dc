namespace GrpcRefresh.Server.Gateway.Routing;

/// <summary>The path of a request as it was sent: each segment decoded once, and nothing resolved, folded or guessed.</summary>
/// <param name="Verb">What follows the last colon of the last segment, before decoding: <c>%3A</c> is a part of a name. Null without a colon.</param>
internal sealed record RawPath(IReadOnlyList<string> Segments, string? Verb)
{
    /// <returns>Null when no method can have such a path.</returns>
    /// <exception cref="RefusedException">INVALID_REQUEST: an escape in it is malformed.</exception>
    public static RawPath? Parse(string path)
    {
        if (!path.StartsWith('/'))
        {
            return null;
        }

        var raw = path[1..].Split('/');
        var colon = raw[^1].LastIndexOf(':');
        var verb = colon < 0 ? null : raw[^1][(colon + 1)..];
        raw[^1] = colon < 0 ? raw[^1] : raw[^1][..colon];
        var segments = raw.Select(Decode).ToArray();
        return segments.Any(segment => segment is "." or "..") ? null : new RawPath(segments, verb);
    }

    private static string Decode(string segment) => PercentEncoding.TryDecode(segment, plusIsSpace: false, out var text)
        ? text
        : throw RefusedException.InvalidField("path", "has an escape that is not UTF-8 in percent encoding; write a percent sign as %25.");
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace GrpcRefresh.Server.Tableau;

/// <summary>How long Tableau wants us to wait: its header says so, or the words "after 29 minutes".</summary>
internal static partial class RetryHint
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static TimeSpan? Read(HttpResponseHeaders headers, string? detail, DateTimeOffset now) =>
        Header(headers, now) ?? Words(detail);

    private static TimeSpan? Header(HttpResponseHeaders headers, DateTimeOffset now) => headers.RetryAfter switch
    {
        { Delta: { } delta } => Bound(delta),
        // Both times are the server's, if it tells its own.
        { Date: { } date } => Bound(date - (headers.Date ?? now)),
        _ => null,
    };

    private static TimeSpan? Words(string? detail) =>
        Minutes().Match(detail ?? "") is { Success: true } match && int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var minutes)
            ? Bound(TimeSpan.FromMinutes(minutes))
            : null;

    private static TimeSpan Bound(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;

    [GeneratedRegex(@"\b(\d{1,4}) minutes?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Minutes();
}

using System.Globalization;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>The one place that says what a failed conversation with Tableau means to our own callers.</summary>
internal static class TableauFailures
{
    private static readonly TimeSpan UsualOutage = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan UsualThrottle = TimeSpan.FromMinutes(1);

    /// <param name="resource">What the request was about, in words, for reasons whose metadata name it.</param>
    public static Failure From(TableauException e, SiteKey site, string? resource = null) => e.Kind switch
    {
        TableauErrorKind.Unreachable => Describe(ErrorReason.TableauUnreachable, e, site, ("tableau_request_id", e.RequestId)) with
        {
            RetryAfter = e.RetryAfter ?? UsualOutage,
        },
        TableauErrorKind.Throttled => Describe(ErrorReason.TableauThrottled, e, site) with { RetryAfter = e.RetryAfter ?? UsualThrottle },
        TableauErrorKind.AuthFailed => Describe(ErrorReason.TableauAuthFailed, e, site, Code(e)) with { RetryAfter = e.RetryAfter },
        TableauErrorKind.Forbidden => Describe(ErrorReason.TableauForbidden, e, site, Code(e)),
        TableauErrorKind.NotFound => About(ErrorReason.ResourceNotFound, e, resource) with
        {
            Subjects = [new FailureSubject("", resource ?? "", "", e.Message)],
        },
        TableauErrorKind.NothingToRefresh => About(ErrorReason.NothingToRefresh, e, resource),
        // The foreign job has no id of ours, and Tableau does not tell its own.
        TableauErrorKind.AlreadyQueued => new Failure(ErrorReason.AlreadyRunning, e.Message),
        // JobEnded and JobNotQueryable speak of Tableau's jobs: whoever asked knows which job of ours that was.
        _ => new Failure(ErrorReason.TableauRefused, e.Message) { Metadata = Metadata(Code(e)) },
    };

    private static Failure Describe(ErrorReason reason, TableauException e, SiteKey site, params (string, string?)[] more) =>
        new(reason, $"{site}: {e.Message}") { Metadata = Metadata([("server", site.Server), ("site", site.ContentUrl), .. more]) };

    private static Failure About(ErrorReason reason, TableauException e, string? resource) =>
        new(reason, resource is null ? e.Message : $"{resource}: {e.Message}") { Metadata = Metadata(("resource", resource)) };

    private static (string, string?) Code(TableauException e) =>
        ("tableau_code", e.Code ?? e.HttpStatus?.ToString(CultureInfo.InvariantCulture));

    private static Dictionary<string, string> Metadata(params (string Key, string? Value)[] pairs) =>
        pairs.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);
}

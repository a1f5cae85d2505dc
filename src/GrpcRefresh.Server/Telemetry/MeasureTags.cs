using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using GrpcRefresh.Server.Listening;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>
/// The tags and what they can say. No job, caller, content or free text: each value is a series that somebody has to store.
/// </summary>
internal static class MeasureTags
{
    /// <summary>The reason of what ended without a failure.</summary>
    public const string NoReason = "NONE";

    /// <summary>What came of a request that Tableau answered as was hoped.</summary>
    public const string Answered = "OK";

    /// <summary>What came of a question that was not answered.</summary>
    public const string NotAnswered = "FAILED";

    /// <summary>What came of one whose asker gave up.</summary>
    public const string GivenUp = "CANCELLED";

    public static readonly MeasureTag Door = new("door", "The listener that the call came in by.", Words.All(Listening.Door.Webhooks));
    public static readonly MeasureTag Method = new("method", "The method of the contract.", Methods());
    public static readonly MeasureTag Status = new("status", "The gRPC status that the call ended with.", Words.All<StatusCode>());
    public static readonly MeasureTag Refusal = new("reason", "The reason as the caller was told it.", [.. Reasons()]);
    public static readonly MeasureTag Turned = new("reason", "Why the caller was turned away.",
        [Words.Of(ErrorReason.Unauthenticated), Words.Of(ErrorReason.PermissionDenied), Words.Of(ErrorReason.RateLimited)]);

    public static readonly MeasureTag JobKind = new("kind", "What the job does.", Words.All(V1.JobKind.Unspecified));
    public static readonly MeasureTag ActiveState = new("state", "The state of a job that has not ended.", [.. States().Where(state => state < JobState.Succeeded).Select(Words.Of)]);
    public static readonly MeasureTag EndState = new("state", "The state that the job ended in.", [.. States().Where(state => state >= JobState.Succeeded).Select(Words.Of)]);
    public static readonly MeasureTag Failure = new("reason", $"The reason in `Job.error`; `{NoReason}` without an error.", [.. Reasons().Prepend(NoReason)]);

    public static readonly MeasureTag Server = new("server", $"The configured name of the Tableau server; `{SiteTags.Several}` for a job on several.", null);
    public static readonly MeasureTag Site = new("site", $"The site's contentUrl; `{SiteTags.Default}` for the Default site, `{SiteTags.Several}` for a job on several.", null);
    public static readonly MeasureTag Verb = new("verb", "The HTTP method.", ["GET", "POST", "PUT"]);
    public static readonly MeasureTag Route = new("route", "The path without what names content, jobs and versions.", TableauRoutes.All);
    public static readonly MeasureTag Outcome = new("outcome", $"`{Answered}`, `{GivenUp}`, or the kind of failure.",
    [
        Answered, "UNREACHABLE", "THROTTLED", "AUTH_FAILED", "FORBIDDEN", "NOT_FOUND", "ALREADY_QUEUED", "NOTHING_TO_REFRESH", "JOB_NOT_QUERYABLE", "JOB_ENDED",
        "NOT_SUPPORTED", "REFUSED", GivenUp,
    ]);
    public static readonly MeasureTag SignIn = new("outcome", "What came of it.", Words.All<SignInOutcome>());

    public static readonly MeasureTag Sync = new("outcome", "What came of it.", Words.All<SyncOutcome>());
    public static readonly MeasureTag MappingRead = new("outcome", "Whether Snowflake answered.", [Answered, NotAnswered]);

    public static readonly MeasureTag StepState = new("state", "The state that the step ended in.", Words.All(RotationStepState.Unspecified));
    public static readonly MeasureTag Proof = new("proof", $"What was proved of the new secret; `{Words.Of(ProofLevel.Unspecified)}` when nothing was.", Words.All<ProofLevel>());

    private static IEnumerable<JobState> States() => Enum.GetValues<JobState>().Where(state => state != JobState.Unspecified);

    private static IEnumerable<string> Reasons() => Words.All(ErrorReason.Unspecified);

    private static List<string> Methods() =>
    [
        .. new[] { RefreshService.Descriptor, JobService.Descriptor, CredentialService.Descriptor, Health.Descriptor, ServerReflection.Descriptor }
            .SelectMany(service => service.Methods)
            .Select(method => $"{method.Service.FullName}/{method.Name}"),
    ];
}

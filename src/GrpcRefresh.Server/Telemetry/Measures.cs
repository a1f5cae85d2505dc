using static GrpcRefresh.Server.Telemetry.MeasureKind;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>Everything that the service measures. A change here changes docs/metrics.md, and what dashboards and alerts may ask for.</summary>
internal static class Measures
{
    private static readonly double[] Short = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    private static readonly double[] Long = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400];

    public static readonly Measure Serving = new("grpcrefresh.serving", Gauge, "{flag}",
        "1 while the service takes calls, 0 while it starts and drains.");

    public static readonly Measure RpcDuration = new("grpcrefresh.rpc.duration", Histogram, "s",
        "Calls by how long they took. Watches and WaitJob take as long as their callers stay.", MeasureTags.Door, MeasureTags.Method, MeasureTags.Status)
    {
        Buckets = Short,
    };

    public static readonly Measure RpcStreams = new("grpcrefresh.rpc.streams", UpDownCounter, "{stream}",
        "Streaming calls that are open.", MeasureTags.Door, MeasureTags.Method);

    public static readonly Measure RpcRefusals = new("grpcrefresh.rpc.refusals", Counter, "{call}",
        "Calls that ended with an error of the contract. INTERNAL is a fault of the service; the log has it.", MeasureTags.Refusal);

    public static readonly Measure CallersRefused = new("grpcrefresh.callers.refused", Counter, "{call}",
        "Calls turned away because of who made them, or how many.", MeasureTags.Door, MeasureTags.Turned);

    public static readonly Measure JobsActive = new("grpcrefresh.jobs.active", Gauge, "{job}",
        "Jobs that have not ended.", MeasureTags.JobKind, MeasureTags.ActiveState, MeasureTags.Server, MeasureTags.Site);

    public static readonly Measure JobsLongest = new("grpcrefresh.jobs.state.age", Gauge, "s",
        "How long the job that has been in that state for the longest has been in it.", MeasureTags.JobKind, MeasureTags.ActiveState, MeasureTags.Server, MeasureTags.Site);

    public static readonly Measure JobsEnded = new("grpcrefresh.jobs.ended", Counter, "{job}",
        "Jobs that have ended.", MeasureTags.JobKind, MeasureTags.EndState, MeasureTags.Failure, MeasureTags.Server, MeasureTags.Site);

    public static readonly Measure JobStateDuration = new("grpcrefresh.jobs.state.duration", Histogram, "s",
        "How long jobs were in a state that they have left.", MeasureTags.JobKind, MeasureTags.ActiveState)
    {
        Buckets = Long,
    };

    public static readonly Measure DetectionLag = new("grpcrefresh.jobs.detection.lag", Histogram, "s",
        "From the end of a refresh in Tableau, by Tableau's clock as this one knows it, to its end here. Tableau tells whole seconds.", MeasureTags.Server, MeasureTags.Site)
    {
        Buckets = Long,
    };

    public static readonly Measure Watches = new("grpcrefresh.jobs.watches", Gauge, "{watch}",
        "Watches and waits that are open, of the most that `GrpcRefresh:Jobs:MaxWatchers` allows.");

    public static readonly Measure PollAge = new("grpcrefresh.tableau.poll.age", Gauge, "s",
        "How long Tableau has not been asked about active jobs with success. Only where there are jobs to ask about.", MeasureTags.Server, MeasureTags.Site);

    public static readonly Measure TableauDuration = new("grpcrefresh.tableau.request.duration", Histogram, "s",
        "Requests to Tableau, each try for itself, by how long they took.", MeasureTags.Server, MeasureTags.Verb, MeasureTags.Route, MeasureTags.Outcome)
    {
        Buckets = Short,
    };

    public static readonly Measure SignIns = new("grpcrefresh.tableau.signins", Counter, "{sign-in}",
        "Sign-ins that were made, or were due and could not be made.", MeasureTags.Server, MeasureTags.Site, MeasureTags.SignIn);

    public static readonly Measure SessionsLost = new("grpcrefresh.tableau.sessions.lost", Counter, "{session}",
        "Sessions that Tableau ended before their time. Many mean that somebody else signs in with the token.", MeasureTags.Server, MeasureTags.Site);

    public static readonly Measure Sessions = new("grpcrefresh.tableau.sessions", Gauge, "{session}",
        "1 with a live session, 0 without one; a site that nobody asks about needs none.", MeasureTags.Server, MeasureTags.Site);

    public static readonly Measure SignInPause = new("grpcrefresh.tableau.signin.pause", Gauge, "s",
        "How long the credential that Tableau refused, or whose sessions do not last, is not tried again; 0 when none is refused.", MeasureTags.Server, MeasureTags.Site);

    public static readonly Measure RetryAfter = new("grpcrefresh.tableau.retry_after", Gauge, "s",
        "How much longer Tableau wants to be left alone, as it said when it last limited the rate; 0 when it did not.", MeasureTags.Server, MeasureTags.Site);

    public static readonly Measure RotationSteps = new("grpcrefresh.rotation.steps", Counter, "{step}",
        "Steps of rotations that have ended.", MeasureTags.StepState, MeasureTags.Proof);

    public static readonly Measure SecretsStored = new("grpcrefresh.rotation.secrets.stored", Gauge, "{rotation}",
        "Rotations whose secrets are in the database, encrypted. Never more than there are active rotations.");

    public static readonly Measure SecretsUnwiped = new("grpcrefresh.rotation.secrets.unwiped", Gauge, "{flag}",
        "1 while the encrypted secrets of an ended rotation may still be in the write-ahead log.");

    public static readonly Measure CatalogSyncs = new("grpcrefresh.catalog.syncs", Counter, "{sync}",
        "Syncs of the mapping table in Snowflake that have ended.", MeasureTags.Sync);

    public static readonly Measure CatalogSyncAge = new("grpcrefresh.catalog.sync.age", Gauge, "s",
        "How long ago all sites were last brought into the mapping table without an error; since the start, if not yet. Only with `GrpcRefresh:Catalog:Mapping:SyncEvery`.");

    public static readonly Measure MappingReads = new("grpcrefresh.catalog.mapping.reads", Counter, "{read}",
        "Times that the mapping table was read for look-ups. Each may have resumed a warehouse.", MeasureTags.MappingRead);

    public static readonly Measure MappingAge = new("grpcrefresh.catalog.mapping.age", Gauge, "s",
        "How old the copy of the mapping table is. It is read anew when somebody looks a name up, so it grows while nobody does.");

    public static readonly Measure OutcomesWaiting = new("grpcrefresh.outcomes.waiting", Gauge, "{outcome}",
        "Ended jobs whose outcome is not in Snowflake's log yet. Only where outcomes are written.");

    public static readonly Measure OutcomesAge = new("grpcrefresh.outcomes.age", Gauge, "s",
        "How long the first of them has waited; 0 when none does.");

    public static readonly Measure OutcomesAside = new("grpcrefresh.outcomes.aside", Gauge, "{outcome}",
        "Outcomes that Snowflake refuses while it takes others. They are set aside, and tried again after the next start.");

    public static readonly Measure OutcomesWritten = new("grpcrefresh.outcomes.written", Counter, "{outcome}",
        "Outcomes that Snowflake has taken.");

    public static readonly Measure OutcomeWrites = new("grpcrefresh.outcomes.writes", Counter, "{write}",
        "Writes that were begun, each of all that waited: the nearest that is known here to how often the warehouse was resumed for them.");

    public static readonly Measure OutcomeFailures = new("grpcrefresh.outcomes.failures", Counter, "{write}",
        "Writes that did not get to their end. What they had not written waits for the next.");

    public static readonly Measure OutcomesLost = new("grpcrefresh.outcomes.lost", Counter, "{outcome}",
        "Outcomes that were deleted unwritten: their jobs were beyond their retention, and beyond `GrpcRefresh:Outcomes:MaxKept`.");

    public static readonly Measure CommitDuration = new("grpcrefresh.storage.commit.duration", Histogram, "s",
        "Commits of the database, audit included, by how long they took. One carries all writes that waited.")
    {
        Buckets = Short,
    };

    public static readonly Measure CommitFailures = new("grpcrefresh.storage.commit.failures", Counter, "{commit}",
        "Commits that failed. Whoever waited for one was told.");

    public static readonly Measure WritesWaiting = new("grpcrefresh.storage.writes.waiting", Gauge, "{write}",
        "Writes that wait for the next commit.");

    public static IReadOnlyList<Measure> All =>
    [
        Serving, RpcDuration, RpcStreams, RpcRefusals, CallersRefused,
        JobsActive, JobsLongest, JobsEnded, JobStateDuration, DetectionLag, Watches,
        TableauDuration, PollAge, SignIns, Sessions, SessionsLost, SignInPause, RetryAfter,
        RotationSteps, SecretsStored, SecretsUnwiped,
        CatalogSyncs, CatalogSyncAge, MappingReads, MappingAge,
        OutcomesWaiting, OutcomesAge, OutcomesAside, OutcomesWritten, OutcomeWrites, OutcomeFailures, OutcomesLost,
        CommitDuration, CommitFailures, WritesWaiting,
    ];
}

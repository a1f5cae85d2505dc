using Grpc.Core;
using GrpcRefresh.Client;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Client;

/// <summary>A client over scripted calls, whose pauses pass at once and are kept; chance makes them 0.2 s, 0.4 s, 0.8 s and so on.</summary>
internal sealed class ClientWorkbench
{
    public static readonly RpcException Unreachable = new(new Status(StatusCode.Unavailable, "Connection refused."));

    public ClientWorkbench(GrpcRefreshClientOptions? options = null) =>
        Client = new GrpcRefreshClient(Calls, options ?? new GrpcRefreshClientOptions(), Time, () => 0.6);

    public ManualTimeProvider Time { get; } = new() { SkipUpTo = TimeSpan.FromSeconds(30) };

    public ScriptedCalls Calls { get; } = new();

    public GrpcRefreshClient Client { get; }

    public IReadOnlyList<double> Pauses => [.. Time.Skipped.Select(pause => pause.TotalSeconds)];

    /// <summary>An error as the service writes it.</summary>
    public static RpcException Refused(ErrorReason reason, TimeSpan? retryAfter = null) =>
        Refusal.Of(new Failure(reason, "Because.") { RetryAfter = retryAfter });

    public static WatchJobResponse Event(WatchEvent happened, JobState state, int revision) =>
        new() { Event = happened, Job = Job(state, revision), ResumeToken = $"after {revision}" };

    public static Job Job(JobState state, int revision = 1) => new() { JobId = "job-1", State = state, Revision = revision };

    public static ScriptedStream<WatchJobResponse> Broken(Exception failure, params WatchJobResponse[] events) => new(failure, false, events);
}

using Grpc.Core;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>Calls as a test wants to write them; each is bounded, so that a hang is a failure.</summary>
internal static class CallExtensions
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static DateTime Deadline => DateTime.UtcNow + Patience;

    public static async Task<RefreshResourceResponse> RefreshAsync(
        this TestService service,
        ResourceRef resource,
        Freshness freshness = Freshness.Unspecified,
        RefreshMode mode = RefreshMode.Unspecified,
        string? requestId = null) =>
        await service.Refreshes.RefreshResourceAsync(
            new RefreshResourceRequest { Resource = resource, Freshness = freshness, Mode = mode, RequestId = requestId ?? Guid.NewGuid().ToString() },
            deadline: Deadline);

    /// <summary>Watches a job to its end and answers every event.</summary>
    public static async Task<IReadOnlyList<WatchJobResponse>> WatchToEndAsync(this TestService service, string jobId, string resumeToken = "")
    {
        using var call = service.Jobs.WatchJob(new WatchJobRequest { JobId = jobId, ResumeToken = resumeToken }, deadline: Deadline);
        var events = new List<WatchJobResponse>();
        await foreach (var happened in call.ResponseStream.ReadAllAsync())
        {
            events.Add(happened);
        }

        return events;
    }

    public static async Task<Job> EndOfAsync(this TestService service, string jobId) => (await service.WatchToEndAsync(jobId))[^1].Job;

    /// <summary>Watches a job until it satisfies a condition.</summary>
    public static async Task<Job> UntilAsync(this TestService service, string jobId, Func<Job, bool> condition)
    {
        using var call = service.Jobs.WatchJob(new WatchJobRequest { JobId = jobId }, deadline: Deadline);
        await foreach (var happened in call.ResponseStream.ReadAllAsync())
        {
            if (happened.Job is { } job && condition(job))
            {
                return job;
            }
        }

        throw new InvalidOperationException($"Job {jobId} ended first.");
    }

    public static ResourceRef Datasource(string name, params string[] projects) => Ref(ResourceType.Datasource, name, projects);

    public static ResourceRef Workbook(string name, params string[] projects) => Ref(ResourceType.Workbook, name, projects);

    private static ResourceRef Ref(ResourceType type, string name, string[] projects) => new()
    {
        Type = type,
        Path = new ResourcePath { Name = name, ProjectPath = { projects } },
    };
}

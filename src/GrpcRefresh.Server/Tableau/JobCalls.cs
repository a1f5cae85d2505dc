using System.Globalization;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Asks about background jobs and cancels them.</summary>
internal sealed class JobCalls(TableauCaller caller)
{
    private const string RefreshTypes =
        "jobType:in:[refresh_extracts,increment_extracts,refresh_extracts_via_bridge,increment_extracts_via_bridge]";

    public async Task<TableauJob> GetAsync(string jobId, CancellationToken ct)
    {
        var request = TableauRequest.Get(Path(jobId));
        var root = await caller.SendAsync(request, ct);
        return root?.Child("job") is { } job && JobXml.ReadJob(job) is { } read ? read : throw AnswerProblem.Incomplete(request, "the job");
    }

    public async Task<IReadOnlyList<TableauJobSummary>> ListRefreshesAsync(DateTimeOffset createdSince, CancellationToken ct)
    {
        var since = createdSince.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var filter = Uri.EscapeDataString($"{RefreshTypes},createdAt:gte:{since}");
        var jobs = new Dictionary<string, TableauJobSummary>();
        await foreach (var row in caller.ReadPagesAsync($"jobs?filter={filter}&sort=createdAt:asc", "backgroundJob", ct))
        {
            if (JobXml.ReadSummary(row) is { } job)
            {
                // A job that moved between two pages is told twice; the later word counts.
                jobs[job.Id] = job;
            }
        }

        return [.. jobs.Values];
    }

    public Task CancelAsync(string jobId, CancellationToken ct) => caller.SendAsync(TableauRequest.Write(HttpMethod.Put, Path(jobId)), ct);

    private static string Path(string jobId) => $"jobs/{Uri.EscapeDataString(jobId)}";
}

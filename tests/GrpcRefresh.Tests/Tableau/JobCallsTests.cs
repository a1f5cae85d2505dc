using GrpcRefresh.V1;
using Xunit;

namespace GrpcRefresh.Tests.Tableau;

public sealed class JobCallsTests : IDisposable
{
    private readonly TableauWorkbench _bench = new();

    [Fact]
    public async Task A_failed_job_is_read_with_everything_it_says()
    {
        _bench.Stub.On("GET /jobs/job-1", _ => Answer.Xml($"""
            <job id="job-1" mode="Asynchronous" type="RefreshExtract" progress="100" createdAt="2026-09-01T06:00:00Z" startedAt="2026-09-01T06:00:05.250Z"
                 updatedAt="2026-09-01T06:01:00Z" completedAt="2026-09-01T08:01:00+02:00" finishCode="1">
              <extractRefreshJob><notes>login failed</notes><datasource id="{Some.Luid}" name="Orders"/></extractRefreshJob>
              <statusNotes><statusNote type="ErrorDetail" value="1" text="more words"/><statusNote type="count" text="login failed"/></statusNotes>
            </job>
            """));

        var job = await _bench.ReadAsync();

        Assert.Equal(("RefreshExtract", 1, 100), (job.Type, job.FinishCode, job.Progress));
        Assert.Equal(new DateTimeOffset(2026, 9, 1, 6, 0, 5, 250, TimeSpan.Zero), job.StartedAt);
        Assert.Equal(new DateTimeOffset(2026, 9, 1, 6, 1, 0, TimeSpan.Zero), job.CompletedAt);
        Assert.Equal(["login failed", "more words"], job.Notes);
        Assert.True(job.HasErrorNote);
        Assert.Equal((ResourceType.Datasource, Some.Luid), (job.ContentType, job.ContentLuid));
    }

    [Fact]
    public async Task A_bare_job_is_read_too()
    {
        _bench.Stub.On("POST /tasks/extractRefreshes/task-1/runNow", _ => Answer.Xml("<job id=\"job-2\" mode=\"Asynchronous\" type=\"RefreshExtract\" progress=\"much\" createdAt=\"yesterday\"/>"));

        var job = await _bench.Site.RunExtractTaskAsync("task-1", default);

        Assert.Equal(("job-2", null, null, null), (job.Id, job.CreatedAt, job.FinishCode, job.Progress));
        Assert.Equal((ResourceType.Unspecified, null, false), (job.ContentType, job.ContentLuid, job.HasErrorNote));
        Assert.Empty(job.Notes);
    }

    [Fact]
    public async Task The_list_asks_for_refreshes_since_then_oldest_first()
    {
        _bench.Stub.On("GET /jobs", _ => Answer.Page("backgroundJobs",
        [
            "<backgroundJob id=\"a\" status=\"Success\" createdAt=\"2026-09-01T06:00:00Z\" startedAt=\"2026-09-01T06:00:01Z\" endedAt=\"2026-09-01T06:00:09Z\" priority=\"0\" jobType=\"refresh_extracts\" title=\"Orders\"/>",
            "<backgroundJob id=\"b\" status=\"SentToBridge\" jobType=\"increment_extracts\"/>",
        ]));

        var jobs = await _bench.Site.ListRefreshJobsAsync(new DateTimeOffset(2026, 9, 1, 7, 59, 59, 900, TimeSpan.FromHours(2)), default);

        Assert.Equal(
            "?filter=jobType:in:[refresh_extracts,increment_extracts,refresh_extracts_via_bridge,increment_extracts_via_bridge]," +
            "createdAt:gte:2026-09-01T05:59:59Z&sort=createdAt:asc&pageSize=1000&pageNumber=1",
            _bench.Stub.Calls[^1].Query);
        Assert.Equal(["a Success Orders", "b SentToBridge "], jobs.Select(job => $"{job.Id} {job.Status} {job.Title}"));
        Assert.Equal(new DateTimeOffset(2026, 9, 1, 6, 0, 9, TimeSpan.Zero), jobs[0].EndedAt);
        Assert.Equal(1, _bench.Stub.Count("GET /jobs"));
    }

    [Fact]
    public async Task A_job_told_on_two_pages_counts_once_with_its_later_word()
    {
        _bench.Stub.On("GET /jobs",
            () => Answer.Page("backgroundJobs", ["<backgroundJob id=\"a\" status=\"Pending\"/>"], 1, 1_001),
            () => Answer.Page("backgroundJobs", ["<backgroundJob id=\"a\" status=\"InProgress\"/>"], 2, 1_001));

        var job = Assert.Single(await _bench.Site.ListRefreshJobsAsync(default, default));

        Assert.Equal("InProgress", job.Status);
        Assert.Equal(2, _bench.Stub.Count("GET /jobs"));
    }

    [Fact]
    public async Task A_cancellation_is_a_put_and_an_empty_answer_will_do()
    {
        _bench.Stub.On("PUT /jobs/job-1", _ => Answer.Empty(System.Net.HttpStatusCode.OK));
        await _bench.Site.CancelJobAsync("job-1", default);
        Assert.Equal(1, _bench.Stub.Count("PUT /jobs/job-1"));
    }

    public void Dispose() => _bench.Dispose();
}

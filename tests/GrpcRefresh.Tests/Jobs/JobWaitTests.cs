using GrpcRefresh.Server;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

/// <summary>Waits for the end of one job.</summary>
public sealed class JobWaitTests : WatchTest
{
    [Fact]
    public async Task A_wait_answers_at_the_jobs_end()
    {
        var job = await EnrolAsync();
        var wait = Temp.Watch.WaitAsync(job.JobId, Long, SomeCaller.Anonymous, default);

        await EndAsync(job);

        Assert.Equal(JobState.Succeeded, (await wait).State);
    }

    [Fact]
    public async Task A_wait_answers_with_the_job_as_it_stands_when_its_time_is_over()
    {
        var job = await EnrolAsync();

        Assert.Equal(JobState.Queued, (await Temp.Watch.WaitAsync(job.JobId, TimeSpan.Zero, SomeCaller.Anonymous, default)).State);
    }

    [Fact]
    public async Task A_wait_is_answered_when_its_time_is_over_though_progress_was_made()
    {
        var job = await EnrolAsync();
        var wait = Temp.Watch.WaitAsync(job.JobId, Long, SomeCaller.Anonymous, default);
        await ChangeAsync(job, current => current with { State = JobState.Submitting });

        Assert.Equal(JobState.Submitting, (await AfterAsync(Long, new ValueTask<JobRecord>(wait))).State);
    }
}

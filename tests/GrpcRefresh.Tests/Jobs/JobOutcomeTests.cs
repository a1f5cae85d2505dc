using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Jobs.Engine;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

public sealed class JobOutcomeTests
{
    private static readonly DateTimeOffset Ended = Some.Time.AddMinutes(5);

    [Theory]
    [InlineData(0, false, JobState.Succeeded)]
    [InlineData(0, true, JobState.Failed)]
    [InlineData(1, false, JobState.Failed)]
    [InlineData(2, false, JobState.Cancelled)]
    [InlineData(3, false, JobState.Succeeded)]
    [InlineData(7, false, JobState.UnknownOutcome)]
    public void The_finish_code_and_the_notes_tell_the_outcome(int finishCode, bool errorNote, JobState expected)
    {
        var ended = JobOutcome.Apply(Some.Job(JobState.Running), Answer(finishCode, errorNote), Ended);

        Assert.Equal(expected, ended.State);
        Assert.Equal(expected == JobState.Succeeded, ended.Error is null);
    }

    [Theory]
    [InlineData(0, false, JobState.Running)]
    [InlineData(0, true, JobState.Failed)]
    [InlineData(1, false, JobState.Failed)]
    [InlineData(2, false, JobState.Cancelled)]
    [InlineData(3, false, JobState.Succeeded)]
    public void Through_Bridge_a_finish_code_of_0_is_no_end(int finishCode, bool errorNote, JobState expected)
    {
        var running = Some.Job(JobState.Running);

        Assert.Equal(expected, JobOutcome.Apply(running with { Item = running.Item with { ViaBridge = true } }, Answer(finishCode, errorNote), Ended).State);
    }

    [Theory]
    [InlineData("refresh_extracts_via_bridge", "SentToBridge", true)]
    [InlineData("increment_extracts_via_bridge", "Success", true)]
    [InlineData("refresh_extracts_via_bridge", "InProgress", false)]
    [InlineData("refresh_extracts", "SentToBridge", false)]
    public void The_list_tells_Bridge_by_the_jobs_type_and_any_word_but_running_is_worth_a_question(string type, string status, bool worth) =>
        Assert.Equal(worth, BridgeJobs.WantsAnswer(Some.Job(JobState.Running), Row(status) with { JobType = type }));

    [Fact]
    public void A_job_completed_without_a_finish_code_is_asked_about_again()
    {
        var job = JobOutcome.Apply(Some.Job(JobState.Running), Answer(null, false), Ended);

        Assert.Equal(JobState.Running, job.State);
    }

    [Fact]
    public void A_full_progress_bar_is_no_success()
    {
        var job = JobOutcome.Apply(Some.Job(JobState.Running), Answer(1, false) with { Progress = 100 }, Ended);

        Assert.Equal(JobState.Failed, job.State);
    }

    [Fact]
    public void A_failure_keeps_Tableaus_words_and_repeats_the_last_in_the_error()
    {
        var job = JobOutcome.Apply(Some.Job(JobState.Running), Answer(1, false) with { Notes = ["Incorrect username or password was specified."] }, Ended);

        Assert.Equal(["Incorrect username or password was specified."], job.Notes);
        Assert.Equal(ErrorReason.RefreshFailed, job.Error!.Reason);
        Assert.Contains("Incorrect username or password", job.Error.Message, StringComparison.Ordinal);
        Assert.Equal("1", job.Error.Metadata["finish_code"]);
    }

    [Fact]
    public void A_failure_without_words_says_that_Tableau_gave_no_reason() =>
        Assert.Contains("gave no reason", JobOutcome.Apply(Some.Job(JobState.Running), Answer(1, false), Ended).Error!.Message, StringComparison.Ordinal);

    [Fact]
    public void The_start_time_turns_PENDING_into_RUNNING()
    {
        var job = JobOutcome.Apply(Some.Job(JobState.Pending), Answer(null, false) with { CompletedAt = null }, Ended);

        Assert.Equal((JobState.Running, Some.Time), (job.State, job.StartTime));
    }

    [Fact]
    public void A_cancelled_job_stays_CANCELLING_until_Tableau_has_ended_it()
    {
        var job = JobOutcome.Apply(Some.Job(JobState.Cancelling), Answer(null, false) with { CompletedAt = null }, Ended);

        Assert.Equal(JobState.Cancelling, job.State);
    }

    [Fact]
    public void A_cancelled_job_that_succeeded_all_the_same_is_SUCCEEDED() =>
        Assert.Equal(JobState.Succeeded, JobOutcome.Apply(Some.Job(JobState.Cancelling), Answer(0, false), Ended).State);

    [Fact]
    public void No_news_is_the_same_record()
    {
        var job = Some.Job(JobState.Pending);

        Assert.Same(job, JobOutcome.Apply(job, Row("Pending")));
    }

    [Theory]
    [InlineData("Success", true)]
    [InlineData("Failed", true)]
    [InlineData("Cancelled", true)]
    [InlineData("Pending", false)]
    [InlineData("InProgress", false)]
    [InlineData("SentToBridge", false)]
    public void Only_known_final_words_of_a_row_mean_the_end(string status, bool ended) =>
        Assert.Equal(ended, JobOutcome.HasEnded(Row(status)));

    [Fact]
    public void An_end_before_the_beginning_is_moved_to_the_beginning()
    {
        var answer = Answer(0, false) with { CompletedAt = Some.Time.AddMinutes(-1) };

        Assert.Equal(Some.Time, JobOutcome.Apply(Some.Job(JobState.Running), answer, Ended).EndTime);
    }

    private static TableauJob Answer(int? finishCode, bool errorNote) => new(
        "tableau-1", "RefreshExtract", Some.Time, Some.Time, Ended, finishCode, null, [], errorNote, ResourceType.Datasource, "0a1b");

    private static TableauJobSummary Row(string status) => new("tableau-1", status, "refresh_extracts", "Orders", Some.Time, null, null);
}

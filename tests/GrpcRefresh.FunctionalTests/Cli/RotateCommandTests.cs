using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Cli;

public sealed class RotateCommandTests : RotationToolTest
{
    [Fact]
    public async Task A_rotation_is_a_line_for_each_changed_step_and_a_summary_at_the_end()
    {
        ChangeInSnowflake();

        var run = await RunAsync($"{WithSecret} --yes --wait");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("^[^ ]+  [0-9TZ:-]+  SUCCEEDED        rotation of 4 connections  2 updated · 1 verified · 1 skipped$", run.Lines[0]);
        Assert.Contains(run.Lines, line => line.StartsWith("  2 UPDATED: STORED", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.StartsWith("  1 VERIFIED: USES_NEW", StringComparison.Ordinal));
        Assert.Matches("(?m)^[0-9TZ:-]+  step 1     VERIFIED     USES_NEW  Operations / ", run.Errors);
        Assert.Matches("(?m)^[0-9TZ:-]+  step 3     UPDATED      STORED    Operations / ", run.Errors);
        Assert.DoesNotContain('\x1b', run.Errors);
        Assert.All(Connections, one => Assert.True(one.Holds(NewSecret)));
    }

    [Fact]
    public async Task Without_wait_the_job_is_answered_and_its_steps_can_be_listed()
    {
        ChangeInSnowflake();

        var run = await RunAsync($"{WithSecret} --yes --label team=ops");
        var ended = await RunAsync($"job watch {JobId(run)}");
        var table = await RunAsync($"connection steps {JobId(run)}");
        var csv = await RunAsync($"connection steps {JobId(run)} --state verified -o csv");
        var json = Objects(await RunAsync($"connection steps {JobId(run)} -o json"));
        var listed = await RunAsync("job list --kind rotation --label team=ops");

        Assert.Equal((0, 0, ""), (run.ExitCode, ended.ExitCode, run.Errors));
        Assert.Matches("^STEP +STATE +PROOF +CANARY ", table.Lines[0]);
        Assert.Matches("^1 +VERIFIED +USES_NEW +canary +\\(default\\) +Operations / ", table.Lines[1]);
        Assert.Equal(2, csv.Lines.Count);
        Assert.StartsWith("1,verified,uses-new,uses-new,yes,", csv.Lines[1], StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4], json.Select(step => step.GetProperty("number").GetInt32()));
        Assert.Equal(JobId(run), Assert.Single(listed.Lines).Split(' ')[0]);
    }

    [Fact]
    public async Task A_wrong_secret_fails_at_the_canary_with_the_reason()
    {
        var run = await RunAsync($"{WithSecret} --yes --wait -o json");
        var answer = Assert.Single(Objects(run));
        var jobId = Text(answer, "job", "jobId");
        var text = await RunAsync($"connection steps {jobId} --state failed");
        var get = await RunAsync($"job get {jobId}");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("JOB_STATE_FAILED", Text(answer, "job", "state"));
        Assert.Equal(["FAILED", "SKIPPED", "SKIPPED", "SKIPPED"], answer.GetProperty("plan").GetProperty("steps").EnumerateArray().Select(step => Text(step, "state")["ROTATION_STEP_STATE_".Length..]));
        Assert.Contains("VERIFICATION_FAILED: ", Assert.Single(text.Lines.Skip(1)), StringComparison.Ordinal);
        Assert.Contains("connections   1 failed · 3 skipped\n", get.Output, StringComparison.Ordinal);
        Assert.Equal(1, Updates);
    }

    [Fact]
    public async Task A_failure_is_summed_up_by_reason()
    {
        var run = await RunAsync($"{WithSecret} --yes --wait");

        Assert.Equal(3, run.ExitCode);
        Assert.Matches("^  1 FAILED: VERIFICATION_FAILED: .*\\(Operations / ", run.Lines[1]);
        Assert.StartsWith("  2 SKIPPED: ", run.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_request_id_is_the_same_rotation()
    {
        ChangeInSnowflake();
        var command = $"{WithSecret} --yes --wait --request-id {Guid.NewGuid()}";

        var (first, second) = (await RunAsync(command), await RunAsync(command));

        Assert.Equal((0, first.Output), (second.ExitCode, second.Output));
        Assert.Equal(3, Updates);
    }

    [Fact]
    public async Task Nobody_to_ask_is_a_mistake_with_its_remedy()
    {
        var run = await RunAsync(WithSecret);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("add --yes", run.Errors, StringComparison.Ordinal);
        Assert.Empty((await Service.Jobs.ListJobsAsync(new ListJobsRequest())).Jobs);
    }

    [Fact]
    public async Task A_service_that_is_not_there_leaves_the_request_id_to_repeat_the_command_with()
    {
        var run = await RunAsync($"{WithSecret} --yes --request-id 123e4567-e89b-12d3-a456-426614174000 --address http://127.0.0.1:1");

        Assert.Equal((8, ""), (run.ExitCode, run.Output));
        Assert.Contains("add --yes --request-id 123e4567-e89b-12d3-a456-426614174000", run.Errors, StringComparison.Ordinal);
    }
}

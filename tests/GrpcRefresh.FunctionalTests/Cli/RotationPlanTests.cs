using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Cli;

public sealed class RotationPlanTests : RotationToolTest
{
    [Fact]
    public async Task A_plan_tells_everything_and_changes_nothing()
    {
        var run = await RunAsync($"{WithSecret} --plan");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Matches("^STEP +CHANGES +CANARY +PROVABLE +ROLL BACK ", run.Lines[0]);
        Assert.Matches("^1 +secret +canary +USES_NEW +no +\\(default\\) +Operations / ", run.Lines[1]);
        Assert.Contains("3 connections to change with 3 update(s); 1 refresh(es) to prove it. 1 left alone.", run.Lines);
        Assert.Contains("Cannot be rolled back: 3.", run.Lines);
        Assert.Contains(run.Lines, line => line.StartsWith("Warning: ", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.StartsWith("NOT SELECTED  HOST", StringComparison.Ordinal));
        Assert.Matches($"(?m)^[0-9]+ +{Host} +FINANCE_SVC +password ", run.Output);
        Assert.Equal(0, Updates);
        Assert.Empty((await Service.Jobs.ListJobsAsync(new ListJobsRequest())).Jobs);
    }

    [Fact]
    public async Task In_json_a_plan_has_the_shape_of_the_run()
    {
        var answer = Assert.Single(Objects(await RunAsync($"{WithSecret} --plan -o json")));

        Assert.Equal((3, 4), (answer.GetProperty("plan").GetProperty("changedConnections").GetInt32(), answer.GetProperty("plan").GetProperty("steps").GetArrayLength()));
        Assert.False(answer.GetProperty("job").TryGetProperty("jobId", out _));
    }

    [Fact]
    public async Task A_new_user_and_a_way_back_are_planned()
    {
        Variables["OLD_SECRET"] = OldSecret;

        var run = await RunAsync($"{WithSecret} --new-user OPERATIONS_2 --previous-secret-env OLD_SECRET --on-failure roll-back --plan");

        Assert.Matches($"^1 +secret, user +canary +USES_NEW +yes .* {User} -> OPERATIONS_2", run.Lines[1]);
    }

    [Fact]
    public async Task Several_users_are_given_a_credential_each()
    {
        var run = await RunAsync($"connection rotate --host {Host} --credential {User}=ops --credential finance_svc=finance --plan");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.Lines.Count(line => line.Contains("  canary  ", StringComparison.Ordinal)));
        Assert.Contains(run.Lines, line => line.Contains("  FINANCE_SVC", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_to_rotate_is_refused()
    {
        var run = await RunAsync($"{WithSecret} --project Operations/Logistics/Nowhere --plan");

        Assert.Equal((7, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("NOTHING_TO_ROTATE: ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_that_is_not_configured_is_refused()
    {
        var run = await RunAsync($"{Rotate} --secret-ref nobody --plan");

        Assert.Equal(7, run.ExitCode);
        Assert.Contains("SECRET_NOT_CONFIGURED", run.Errors, StringComparison.Ordinal);
    }

    protected override void Configure(Dictionary<string, string?> settings)
    {
        settings["GrpcRefresh:Rotation:Secrets:ops:Secret"] = NewSecret;
        settings["GrpcRefresh:Rotation:Secrets:finance:Secret"] = "another";
    }
}

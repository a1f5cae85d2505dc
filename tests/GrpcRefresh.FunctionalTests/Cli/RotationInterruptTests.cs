using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Cli;

/// <summary>Rotations whose canary is being refreshed for as long as the test likes.</summary>
public sealed class RotationInterruptTests : RotationToolTest
{
    protected override TimeSpan JobDuration => TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Ctrl_C_ends_the_waiting_and_not_the_rotation()
    {
        ChangeInSnowflake();
        using var tool = ToolProcess.Start(Start("dotnet", [Dll, .. $"{WithSecret} --yes --wait".Split(' ')]));
        await tool.UntilErrorsHaveAsync("UPDATED ");

        await tool.InterruptAsync();

        var job = Assert.Single((await Service.Jobs.ListJobsAsync(new ListJobsRequest { Filter = new JobFilter { Kinds = { JobKind.Rotation } } })).Jobs);
        Assert.Equal(130, tool.ExitCode);
        Assert.Contains($"The rotation goes on; follow it with: grpcrefresh job watch {job.JobId}; stop it with: grpcrefresh job cancel {job.JobId}", await tool.ErrorsAsync(), StringComparison.Ordinal);
        Assert.Contains("RUNNING", await tool.OutputAsync(), StringComparison.Ordinal);
        Assert.Equal(JobState.Running, job.State);
    }

    [Fact]
    public async Task The_arguments_of_the_process_do_not_have_the_secret()
    {
        ChangeInSnowflake();
        using var tool = ToolProcess.Start(Start("dotnet", [Dll, .. $"{WithSecret} --yes --wait -o json".Split(' ')]));
        await tool.UntilErrorsHaveAsync("UPDATED ");

        var arguments = await File.ReadAllTextAsync($"/proc/{tool.Id}/cmdline");
        await tool.InterruptAsync();

        Assert.Contains("--secret-env\0NEW_SECRET\0", arguments, StringComparison.Ordinal);
        Assert.DoesNotContain(NewSecret, $"{arguments}{await tool.ErrorsAsync()}{await tool.OutputAsync()}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_ends_the_waiting_and_an_overlapping_rotation_is_refused()
    {
        ChangeInSnowflake();

        var run = await RunAsync($"{WithSecret} --yes --wait --timeout 2s");
        var second = await RunAsync($"{WithSecret} --yes");

        Assert.Equal((5, 7), (run.ExitCode, second.ExitCode));
        Assert.StartsWith("ROTATION_OVERLAP: ", second.Errors, StringComparison.Ordinal);
        Assert.Contains($"follow the other one with: grpcrefresh job watch {JobId(run)}\n", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotation_that_is_cancelled_is_an_exit_code_of_its_own()
    {
        ChangeInSnowflake();
        using var tool = ToolProcess.Start(Start("dotnet", [Dll, .. $"{WithSecret} --yes --wait".Split(' ')]));
        await tool.UntilErrorsHaveAsync("UPDATED ");
        var job = Assert.Single((await Service.Jobs.ListJobsAsync(new ListJobsRequest { Filter = new JobFilter { Kinds = { JobKind.Rotation } } })).Jobs);

        var cancel = await RunAsync($"job cancel {job.JobId}");
        Service.EndRuns();
        await tool.EndAsync();

        Assert.Equal((0, 4), (cancel.ExitCode, tool.ExitCode));
        Assert.Contains("  2 SKIPPED: ", await tool.OutputAsync(), StringComparison.Ordinal);
    }
}

using System.Diagnostics;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Cli;

public sealed class InterruptTests : ToolTest
{
    protected override TimeSpan JobDuration => TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Ctrl_C_ends_the_waiting_and_not_the_job()
    {
        using var tool = Begin("resource refresh --type datasource --path Sales --name Orders --wait");
        await RunningAsync(tool.StandardError);

        await InterruptAsync(tool);

        Assert.Equal(130, tool.ExitCode);
        Assert.Contains("The jobs go on", await tool.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Contains("RUNNING", await tool.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(JobState.Running, Assert.Single((await Service.Jobs.ListJobsAsync(new ListJobsRequest())).Jobs).State);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_watch_of_all_jobs()
    {
        var jobId = (await Service.RefreshAsync(CallExtensions.Datasource("Orders", "Sales"))).Job.JobId;
        using var tool = Begin("job watch");
        var line = await RunningAsync(tool.StandardOutput);

        await InterruptAsync(tool);

        Assert.Contains($"  {jobId}  RUNNING ", line, StringComparison.Ordinal);
        Assert.Equal((130, ""), (tool.ExitCode, await tool.StandardError.ReadToEndAsync()));
    }

    private Process Begin(string line)
    {
        var start = Start("dotnet", [Dll, .. line.Split(' ')]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return Process.Start(start)!;
    }

    private static async Task<string> RunningAsync(StreamReader output)
    {
        while (await output.ReadLineAsync().WaitAsync(CallExtensions.Patience) is { } line)
        {
            if (line.Contains("RUNNING", StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException("The tool ended first.");
    }

    private static async Task InterruptAsync(Process tool)
    {
        using var kill = Process.Start("kill", ["-INT", $"{tool.Id}"]);
        await tool.WaitForExitAsync().WaitAsync(CallExtensions.Patience);
    }
}

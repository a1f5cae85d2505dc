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
        var start = Start("dotnet", Dll, "resource", "refresh", "--type", "datasource", "--path", "Sales", "--name", "Orders", "--wait");
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var tool = Process.Start(start)!;
        while (await tool.StandardError.ReadLineAsync().WaitAsync(CallExtensions.Patience) is { } line && !line.Contains("RUNNING", StringComparison.Ordinal))
        {
        }

        using var kill = Process.Start("kill", ["-INT", $"{tool.Id}"]);
        await tool.WaitForExitAsync().WaitAsync(CallExtensions.Patience);

        Assert.Equal(130, tool.ExitCode);
        Assert.Contains("The jobs go on", await tool.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Contains("RUNNING", await tool.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(JobState.Running, Assert.Single((await Service.Jobs.ListJobsAsync(new ListJobsRequest())).Jobs).State);
    }
}

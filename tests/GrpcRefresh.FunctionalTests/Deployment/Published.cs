using System.Diagnostics;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Deployment;

/// <summary>A program as <c>dotnet publish</c> leaves it, made of what these tests were built with.</summary>
internal static class Published
{
    public static async Task<string> IntoAsync(string project, string folder)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var start = new ProcessStartInfo("dotnet", ["publish", Path.Combine(Checkout.Root, "src", project), "--no-build", "-c", configuration, "-o", folder]);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        var run = await ProgramRun.OfAsync(start);
        Assert.True(run.ExitCode == 0, run.Output);
        return folder;
    }
}

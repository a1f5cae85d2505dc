using System.Diagnostics;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Bundle;

/// <summary>A Python that has what a procedure has in Snowflake, as far as it needs it: <c>requests</c>.</summary>
internal static class BundlePython
{
    // Debian's Python first: its packages are there, whichever other Python comes first on the PATH.
    private static readonly Lazy<string?> Found = new(() => new[] { "/usr/bin/python3", Programs.Find("python3") }.FirstOrDefault(HasRequests));

    public static bool IsAvailable => Found.Value is not null;

    public static ProcessStartInfo Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Found.Value ?? throw new InvalidOperationException("There is no python3 with the package requests."), arguments);
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return start;
    }

    private static bool HasRequests(string? python)
    {
        if (!File.Exists(python))
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import sys, requests; assert sys.version_info >= (3, 10)"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

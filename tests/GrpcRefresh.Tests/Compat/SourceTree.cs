using System.Diagnostics;
using System.Text.Json;
using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Compat;

/// <summary>The checkout these tests were built from.</summary>
internal static class SourceTree
{
    public static string Root => Checkout.Root;

    /// <summary>What the build would make of a project, without building it.</summary>
    public static async Task<JsonElement> EvaluateAsync(string project, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            ArgumentList = { "msbuild", project, "-nodeReuse:false" },
        };
        Array.ForEach(arguments, start.ArgumentList.Add);

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonDocument.Parse(output).RootElement
            : throw new InvalidOperationException($"The evaluation of {project} failed: {output}");
    }
}

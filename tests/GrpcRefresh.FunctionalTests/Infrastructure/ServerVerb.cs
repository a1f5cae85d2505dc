using System.Diagnostics;
using System.Text.Json;

namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>A verb of the server binary as a process, with the settings of a service.</summary>
internal static class ServerVerb
{
    public static Task<ProgramRun> RunAsync(string database, params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "grpcrefresh-server.dll"), .. words]);
        start.Environment["GrpcRefresh__Storage__Sqlite"] = database;
        return ProgramRun.OfAsync(start);
    }

    /// <summary>The audit, row by row.</summary>
    public static async Task<IReadOnlyList<JsonElement>> ExportAsync(string database, params IEnumerable<string> words)
    {
        var run = await RunAsync(database, ["audit", "export", .. words]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return [.. run.Lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    public static string Text(this JsonElement row, string name) => row.GetProperty(name).GetString()!;
}

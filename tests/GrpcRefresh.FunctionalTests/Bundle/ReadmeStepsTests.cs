using System.Text.Json;
using System.Text.RegularExpressions;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Testing;

namespace GrpcRefresh.FunctionalTests.Bundle;

/// <summary>The outputs in the README's Snowflake chapter, each produced again.</summary>
public sealed partial class ReadmeStepsTests : IDisposable
{
    private static readonly SnowflakeBundle Files = new(Checkout.Root);
    private static readonly string Chapter =
        File.ReadAllText(Path.Combine(Checkout.Root, "README.md")).Split("\n## From Snowflake\n")[1].Split("\n## ")[0];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-steps-");

    public void Dispose() => _folder.Delete(recursive: true);

    [ProcedureFact]
    public async Task The_files_are_rendered_as_it_shows()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "procedures"));
        foreach (var file in Directory.GetFiles(Files.Folder, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetRelativePath(Files.Folder, file)));
        }

        File.Copy(Path.Combine(Files.Folder, "variables.env"), Path.Combine(_folder.FullName, "my.env"));
        var start = BundlePython.Start("./render", "my.env");
        start.WorkingDirectory = _folder.FullName;

        var run = await ProgramRun.OfAsync(start);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"```\n   {run.Errors.Trim()}\n   ```", Chapter, StringComparison.Ordinal);
    }

    [ProcedureFact]
    public async Task The_calls_return_what_it_shows()
    {
        await using var account = await SnowflakeAccount.StartAsync();
        var (jobId, shown) = ("", 0);
        foreach (Match call in Call().Matches(Chapter))
        {
            (string, object?)[] arguments = [.. Argument().Matches(call.Groups["arguments"].Value).Select(argument => (
                argument.Groups["name"].Value,
                (object?)(argument.Groups["name"].Value == "JOB_ID" ? jobId : argument.Groups["value"].Value)))];

            var run = await account.CallAsync(call.Groups["procedure"].Value, arguments);

            jobId = run.Returned.TryGetProperty("job_id", out var job) ? job.GetString()! : jobId;
            if (call.Groups["output"] is { Success: true } output)
            {
                Assert.Equal(Alike(JsonSerializer.Deserialize<JsonElement>(output.Value)), Alike(run.Returned));
                shown++;
            }
        }

        Assert.Equal(2, shown);
        Assert.NotEmpty(jobId);
    }

    /// <summary>Without what is another each time: ids, times, durations, addresses.</summary>
    private static string Alike(JsonElement output) =>
        Changing().Replace(JsonSerializer.Serialize(output), "*");

    [GeneratedRegex(@"CALL [\w.]+\.(?<procedure>\w+)\((?<arguments>.*?)\);\s+```(?:\s+```json(?<output>.*?)```)?", RegexOptions.Singleline)]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<name>\w+) => '(?<value>[^']*)'")]
    private static partial Regex Argument();

    [GeneratedRegex(@"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|\d{4}-\d\d-\d\dT[\d:.]+Z|https?://[\w.-]+(:\d+)?|(?<=""seconds"":)[\d.]+")]
    private static partial Regex Changing();
}

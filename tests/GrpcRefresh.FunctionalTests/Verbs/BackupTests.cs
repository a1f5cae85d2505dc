using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Verbs;

public sealed class BackupTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-backup-");
    private TestService _service = null!;

    private string Copy => Path.Combine(_folder.FullName, "copy.db");

    public async Task InitializeAsync() => _service = await TestService.StartAsync();

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_copy_that_is_made_under_load_carries_a_service_and_its_audit_holds()
    {
        var before = (await _service.RefreshAsync(Datasource("Orders", "Sales"))).Job.JobId;
        await _service.EndOfAsync(before);
        using var enough = new CancellationTokenSource();
        var load = LoadAsync(enough.Token);

        var run = await ServerVerb.RunAsync(_service.Database, "backup", Copy);
        await enough.CancelAsync();
        var jobsMade = await load;

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("checked.", run.Lines[0], StringComparison.Ordinal);
        Assert.Contains(".keys'", run.Output, StringComparison.Ordinal);
        Assert.True(jobsMade > 1, "There was no load.");
        Assert.StartsWith("The audit holds: ", (await ServerVerb.RunAsync(Copy, "audit", "verify")).Output, StringComparison.Ordinal);
        await using var restored = await TestService.StartAsync(settings: settings => settings["GrpcRefresh:Storage:Sqlite"] = Copy);
        Assert.Equal(JobState.Succeeded, (await restored.Jobs.GetJobAsync(new GetJobRequest { JobId = before })).Job.State);
        Assert.Equal(JobState.Succeeded, (await restored.EndOfAsync((await restored.RefreshAsync(Datasource("Orders", "Sales"))).Job.JobId)).State);
        Assert.StartsWith("The audit holds: ", (await ServerVerb.RunAsync(Copy, "audit", "verify")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_is_one_file_for_its_owner_alone()
    {
        await ServerVerb.RunAsync(_service.Database, "backup", Copy);

        Assert.Equal(["copy.db"], _folder.EnumerateFiles().Select(file => file.Name));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
        }
    }

    [Fact]
    public async Task What_is_there_is_never_replaced()
    {
        await File.WriteAllTextAsync(Copy, "dear to somebody");

        var run = await ServerVerb.RunAsync(_service.Database, "backup", Copy);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("is there already", run.Errors, StringComparison.Ordinal);
        Assert.Equal("dear to somebody", await File.ReadAllTextAsync(Copy));
    }

    [Theory]
    [InlineData("/nonexistent/copy.db", "cannot be written")]
    [InlineData(null, "Required argument missing")]
    public async Task A_copy_that_cannot_be_is_told(string? file, string why)
    {
        var run = await ServerVerb.RunAsync(_service.Database, ["backup", .. file is null ? Array.Empty<string>() : [file]]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(why, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_database_of_the_service_is_not_copied()
    {
        var noise = Path.Combine(_folder.FullName, "noise");
        await File.WriteAllTextAsync(noise, "nothing of the kind, but long enough to be taken for a page of a database. " + new string(' ', 4_096));

        var run = await ServerVerb.RunAsync(noise, "backup", Copy);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(["noise"], _folder.EnumerateFiles().Select(file => file.Name));
    }

    private async Task<int> LoadAsync(CancellationToken enough)
    {
        var made = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), CancellationToken.None, async (_, _) =>
        {
            while (!enough.IsCancellationRequested)
            {
                await _service.RefreshAsync(Datasource("Orders", "Sales"));
                Interlocked.Increment(ref made);
            }
        });
        return made;
    }
}

using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.OtherLanguages;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Audit;

public sealed class AuditVerbTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async Task InitializeAsync() => _service = await TestService.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task The_audit_of_a_running_service_is_verified()
    {
        await RefreshedAsync();

        var run = await VerbAsync("audit", "verify");

        Assert.Equal((0, "The audit holds: 4 rows in 1 chains.\n", ""), (run.ExitCode, run.Output, run.Errors));
    }

    [Fact]
    public async Task One_job_is_verified_alone()
    {
        var jobId = await RefreshedAsync();
        await RefreshedAsync();

        Assert.Equal("The audit holds: 4 rows in 1 chains.\n", (await VerbAsync("audit", "verify", "--job", jobId)).Output);
        Assert.Equal(2, (await VerbAsync("audit", "verify", "--job", "nothing-like-it")).ExitCode);
    }

    [Fact]
    public async Task A_break_is_an_exit_code_and_names_chain_and_number()
    {
        var jobId = await RefreshedAsync();
        await _service.StopAsync();
        Tamper("drop trigger audit_is_never_changed; update audit set behalf_user = 'nobody' where number = 2");

        var whole = await VerbAsync("audit", "verify");
        var alone = await VerbAsync("audit", "verify", "--chain", jobId);

        Assert.Equal((1, 1), (whole.ExitCode, alone.ExitCode));
        Assert.StartsWith($"broken: chain {jobId}, number 2: ", whole.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_export_is_an_object_a_line_from_the_call_to_the_end()
    {
        var jobId = await RefreshedAsync();

        var rows = await ServerVerb.ExportAsync(_service.Database);

        Assert.Equal(
            ["CALL_REFRESH ACCEPTED", "TABLEAU_REFRESH INTENDED", "TABLEAU_REFRESH ACCEPTED", "JOB_END SUCCEEDED"],
            rows.Select(row => $"{row.Text("action")} {row.Text("outcome")}"));
        Assert.All(rows, row => Assert.Equal((jobId, "ANA", "127.0.0.1"), (row.Text("chain"), row.Text("behalfUser"), row.Text("actor"))));
        Assert.Equal(rows[2].Text("hash"), rows[3].Text("prevHash"));
    }

    [PythonFact]
    public async Task An_export_is_verified_by_the_documented_program_which_shares_no_code_with_us()
    {
        await RefreshedAsync();
        var page = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "audit.md"));
        var program = page.Split("```python\n")[1].Split("```")[0];
        var export = (await VerbAsync("audit", "export")).Output;
        var file = _service.Database + ".jsonl";
        await File.WriteAllTextAsync(file, export);

        var good = await ProgramRun.OfAsync("python3", "-c", program, file);
        await File.WriteAllTextAsync(file, export.Replace("ANA", "BEN", StringComparison.Ordinal));
        var bad = await ProgramRun.OfAsync("python3", "-c", program, file);

        Assert.Equal((0, "4 rows hold\n"), (good.ExitCode, good.Output));
        Assert.Equal((1, "broken: entry 1\n"), (bad.ExitCode, bad.Errors));
    }

    [Fact]
    public async Task The_export_is_limited_to_a_job_and_a_time()
    {
        await RefreshedAsync();
        var jobId = await RefreshedAsync();

        var rows = await ServerVerb.ExportAsync(_service.Database, "--job", jobId);
        var since = DateTimeOffset.FromUnixTimeMilliseconds(rows[3].GetProperty("timeMs").GetInt64());

        Assert.Equal(4, rows.Count);
        Assert.Equal("JOB_END", (await ServerVerb.ExportAsync(_service.Database, "--since", $"{since:yyyy-MM-ddTHH:mm:ss.fffZ}"))[^1].Text("action"));
        Assert.Empty(await ServerVerb.ExportAsync(_service.Database, "--since", "2999-01-01T00:00:00Z"));
    }

    [Fact]
    public async Task The_database_is_found_by_the_settings_of_the_service()
    {
        await RefreshedAsync();

        var given = await ServerVerb.RunAsync("elsewhere.db", "audit", "verify", $"--GrpcRefresh:Storage:Sqlite={_service.Database}");
        var missing = await ServerVerb.RunAsync("elsewhere.db", "audit", "verify");

        Assert.Equal(0, given.ExitCode);
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("GrpcRefresh:Storage:Sqlite names '", missing.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("audit", "verify", "--jbo", "1")]
    [InlineData("audit", "verify", "now")]
    [InlineData("audit", "export", "--since", "yesterday")]
    public async Task A_mistake_is_told_and_nothing_is_served(params string[] words)
    {
        var run = await VerbAsync(words);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.NotEmpty(run.Errors);
    }

    [Fact]
    public async Task Help_is_no_mistake()
    {
        var run = await VerbAsync("audit", "verify", "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("grpcrefresh-server audit verify", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_database_of_the_service_is_told_from_one()
    {
        var file = _service.Database + ".txt";
        await File.WriteAllTextAsync(file, "nothing of the kind, but long enough to be taken for a page of a database. " + new string(' ', 4_096));

        var run = await ServerVerb.RunAsync(file, "audit", "verify");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("cannot be read as the service's database", run.Errors, StringComparison.Ordinal);
    }

    private async Task<string> RefreshedAsync()
    {
        var answer = await _service.Refreshes.RefreshResourceAsync(new RefreshResourceRequest
        {
            Resource = Datasource("Orders", "Sales"),
            OnBehalfOf = new OnBehalfOf { User = "ANA" },
        });
        return (await _service.EndOfAsync(answer.Job.JobId)).JobId;
    }

    private Task<ProgramRun> VerbAsync(params string[] words) => ServerVerb.RunAsync(_service.Database, words);

    private void Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_service.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

using System.Diagnostics;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Testing;

namespace GrpcRefresh.FunctionalTests.Bundle;

/// <summary>What the tools of others, and the bundle's own script, make of its files.</summary>
public sealed class BundleToolTests : IDisposable
{
    private static readonly SnowflakeBundle Files = new(Checkout.Root);
    private static readonly string[] Composed = ["REFRESH_TABLEAU_RESOURCE", "REFRESH_TABLEAU_RESOURCE_AND_WAIT", "ROTATE_TABLEAU_CONNECTIONS"];
    private static readonly string Render = Path.Combine(Files.Folder, "render");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-bundle-");

    public void Dispose() => _folder.Delete(recursive: true);

    [ProcedureFact]
    public async Task Every_program_is_one_for_Python_3_10()
    {
        var programs = Directory.GetFiles(Path.Combine(Files.Folder, "procedures"), "*.py").Select(File.ReadAllText)
            .Concat(Composed.Select(Files.BodyOf)).Append(await File.ReadAllTextAsync(Render));

        var run = await ProgramRun.OfAsync(
            BundlePython.Start("-c", "import ast, json, sys\nfor text in json.load(sys.stdin): ast.parse(text, feature_version=(3, 10)); compile(text, '', 'exec')"),
            System.Text.Json.JsonSerializer.Serialize(programs));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [ProcedureFact]
    public async Task Rendering_fills_in_every_variable()
    {
        var run = await RenderAsync(Path.Combine(Files.Folder, "variables.env"), "--out", _folder.FullName);

        Assert.Equal(0, run.ExitCode);
        Assert.All(Files.Sources.Keys, file => Assert.Equal(Files.Rendered(file), File.ReadAllText(Path.Combine(_folder.FullName, file))));
        Assert.All(Directory.GetFiles(_folder.FullName), file => Assert.DoesNotContain("<%", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Equal(Files.Sources.Count, _folder.GetFiles().Length);
    }

    [ProcedureFact]
    public async Task Flags_for_Snowflakes_tool_name_every_variable()
    {
        var run = await RenderAsync(Path.Combine(Files.Folder, "variables.env"), "--flags");

        Assert.Equal(string.Join(' ', Files.Variables.Select(variable => $"-D {variable.Key}={variable.Value}")), run.Output.TrimEnd());
    }

    [ProcedureTheory]
    [InlineData("database=GRPCREFRESH\n", "does not say: ")]
    [InlineData("nonsense\n", "is not of the form name=value")]
    [InlineData("database=A\ndatabase=B\n", "database is given twice")]
    [InlineData("database=A; DROP DATABASE B\n", "holds something else than letters")]
    [InlineData("database='A\n", "holds something else than letters")]
    public async Task A_variables_file_that_will_not_do_is_refused_in_a_sentence(string text, string complaint)
    {
        var file = Path.Combine(_folder.FullName, "my.env");
        await File.WriteAllTextAsync(file, text);

        var run = await RenderAsync(file, "--out", _folder.FullName);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("render: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(complaint, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Traceback", run.Errors, StringComparison.Ordinal);
        Assert.Single(_folder.GetFiles());
    }

    [ProcedureFact]
    public async Task The_procedures_hold_their_sources_as_they_are_now()
    {
        var copy = Path.Combine(_folder.FullName, "snowflake");
        foreach (var file in Directory.GetFiles(Files.Folder, "*", SearchOption.AllDirectories).Where(file => !file.Contains("/out/", StringComparison.Ordinal)))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(Files.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        var run = await ProgramRun.OfAsync(BundlePython.Start(Path.Combine(copy, "render"), "--bodies"));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.True(
            Files.Sources["70_procedures.sql"] == await File.ReadAllTextAsync(Path.Combine(copy, "70_procedures.sql")),
            "A file under snowflake/procedures has changed: run `snowflake/render --bodies` and commit what it writes.");
    }

    [SqlfluffTheory]
    [InlineData("10_roles.sql", "USE")]
    [InlineData("60_mapping_table.sql", "MERGE")]
    [InlineData("65_outcomes.sql", "SELECT")]
    [InlineData("80_examples.sql", "INSERT")]
    public async Task What_sqlfluff_knows_it_can_parse(string file, string kind)
    {
        var queries = SqlfluffQueries.Of(Files.Rendered(file), kind).ToList();
        Assert.NotEmpty(queries);

        await AssertParsedAsync(string.Join(";\n", queries) + ";\n");
    }

    [SqlfluffTheory]
    [InlineData("MERGE")]
    public Task What_the_service_itself_sends_sqlfluff_can_parse(string kind)
    {
        var statements = ServiceStatements.All.Where(statement => statement.StartsWith(kind, StringComparison.Ordinal)).ToList();
        Assert.Equal(2, statements.Count);

        return AssertParsedAsync(string.Join(";\n", statements) + ";\n");
    }

    [SqlfluffTheory]
    [InlineData("SELECT A FROM WHERE B")]
    [InlineData("MERGE INTO A USING B WHEN MATCHED UPDATE SET C = D")]
    public async Task What_is_wrong_sqlfluff_says(string statement)
    {
        var run = await ProgramRun.OfAsync(new ProcessStartInfo(Programs.Find("sqlfluff")!, ["parse", "--dialect", "snowflake", "-"]), $"{statement};\n");

        Assert.True(run.ExitCode != 0 || run.Output.Contains("unparsable", StringComparison.Ordinal), run.Output);
    }

    private static async Task AssertParsedAsync(string statements)
    {
        var run = await ProgramRun.OfAsync(new ProcessStartInfo(Programs.Find("sqlfluff")!, ["parse", "--dialect", "snowflake", "-"]), statements);

        Assert.True(run.ExitCode == 0 && !run.Output.Contains("unparsable", StringComparison.Ordinal), run.Output + run.Errors);
    }

    private static Task<ProgramRun> RenderAsync(params IEnumerable<string> arguments) => ProgramRun.OfAsync(BundlePython.Start([Render, .. arguments]));
}

using System.Text.RegularExpressions;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Bundle;

/// <summary>The procedures' programs, before anybody runs them.</summary>
public sealed partial class ProcedureSourceTests
{
    private static readonly SnowflakeBundle Files = new(Checkout.Root);
    private static readonly string Folder = Path.Combine(Files.Folder, "procedures");

    private static readonly IReadOnlyList<string> Names =
        [.. Procedure().Matches(Files.Rendered("70_procedures.sql")).Select(match => match.Groups[1].Value)];

    public static TheoryData<string> Procedures => [.. Names];

    [Theory]
    [MemberData(nameof(Procedures))]
    public void A_procedure_holds_its_sources_as_they_are(string procedure)
    {
        var source = File.ReadAllText(Path.Combine(Folder, $"{procedure.ToLowerInvariant()}.py")).Split('\n', 2);
        var parts = source[0].Replace("# include ", "", StringComparison.Ordinal).Split(' ').Select(part => File.ReadAllText(Path.Combine(Folder, part)).Trim());

        var body = Files.BodyOf(procedure);

        Assert.All(parts.Append(source[1].Trim()), part => Assert.Contains(Files.Fill(part), body, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Procedures))]
    public void A_handler_takes_the_session_and_the_declared_parameters_in_their_order(string procedure)
    {
        var head = Regex.Match(Files.Rendered("70_procedures.sql"), $@"PROCEDURE \w+\.\w+\.{procedure}\((.*?)\)\s+COPY", RegexOptions.Singleline).Groups[1].Value;
        var declared = Declared().Matches(head).Select(match => match.Groups[1].Value.ToLowerInvariant());

        var handler = Regex.Match(Files.BodyOf(procedure), @"^def handler\((.*?)\):", RegexOptions.Singleline | RegexOptions.Multiline).Groups[1].Value;

        Assert.Equal(declared.Prepend("session"), Word().Matches(handler).Select(match => match.Value));
    }

    [Fact]
    public void Every_source_is_short_and_belongs_to_a_procedure()
    {
        var included = Directory.GetFiles(Folder, "*.py").SelectMany(path => File.ReadLines(path).First().Split(' ')).ToHashSet();
        Assert.All(Directory.GetFiles(Folder, "*.py"), path =>
        {
            Assert.InRange(File.ReadLines(path).Count(), 1, 119);
            var name = Path.GetFileNameWithoutExtension(path);
            Assert.True(included.Contains($"{name}.py") || Names.Contains(name.ToUpperInvariant()), path);
        });
    }

    [Fact]
    public void Sources_import_the_standard_library_and_the_named_packages_only() =>
        Assert.Equal(
            ["_snowflake", "logging", "math", "random", "requests", "snowflake.snowpark", "tempfile", "time", "urllib.parse", "uuid"],
            Directory.GetFiles(Folder, "*.py").SelectMany(path => Import().Matches(File.ReadAllText(path))).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex(@"CREATE OR REPLACE PROCEDURE \w+\.\w+\.(\w+)")]
    private static partial Regex Procedure();

    [GeneratedRegex(@"^\s*([A-Z_]+) [A-Z]+", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\s*(?:import|from) ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Import();
}

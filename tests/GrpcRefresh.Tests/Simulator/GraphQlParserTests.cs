using FsCheck;
using FsCheck.Fluent;
using GrpcRefresh.Simulation.GraphQl;
using Xunit;

namespace GrpcRefresh.Tests.Simulator;

public sealed class GraphQlParserTests
{
    [Fact]
    public void A_query_becomes_fields_with_aliases_arguments_and_selections()
    {
        var field = Parse("""query Find { it: workbooks(filter: {luidWithin: ["a", "b"], name: "c"}, first: 5) { luid owner { name } } } # end""").Single();

        Assert.Equal(("workbooks", "it"), (field.Name, field.Alias));
        Assert.Equal(5L, field.Arguments["first"]);
        var filter = Assert.IsType<Dictionary<string, object?>>(field.Arguments["filter"]);
        Assert.Equal(new List<object?> { "a", "b" }, filter["luidWithin"]);
        Assert.Equal(["luid", "owner"], field.Selections.Select(selection => selection.Name));
        Assert.Equal("name", field.Selections[1].Selections.Single().Name);
    }

    [Fact]
    public void Variables_are_given_or_fall_back_to_their_default()
    {
        const string Query = "query q($luid: String!, $size: Int = 7, $names: [String!]) { workbooks(luid: $luid, first: $size, names: $names) { luid } }";

        var arguments = Parse(Query, new() { ["luid"] = "x" }).Single().Arguments;

        Assert.Equal(["x", 7L, null], arguments.Values);
    }

    [Theory]
    [InlineData("""{ workbooks(name: "say \"hi\" \\ A\n") { luid } }""", "say \"hi\" \\ A\n")]
    [InlineData("""{ workbooks(name: "{ # not a comment, }") { luid } }""", "{ # not a comment, }")]
    public void Strings_are_unescaped_and_otherwise_left_alone(string query, string value) =>
        Assert.Equal(value, Parse(query).Single().Arguments["name"]);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{ }")]
    [InlineData("{ workbooks { } }")]
    [InlineData("{ workbooks } trailing")]
    [InlineData("mutation { workbooks }")]
    [InlineData("{ ... on Workbook { luid } }")]
    [InlineData("{ workbooks(name: \"open) { luid } }")]
    [InlineData("{ workbooks(name: ) { luid } }")]
    [InlineData("{ workbooks(name: $unknown) { luid } }")]
    [InlineData("query q($luid: String!) { workbooks(luid: $luid) { luid } }")]
    public void What_is_not_understood_is_refused_and_not_ignored(string query) =>
        Assert.Throws<GraphQlProblem>(() => Parse(query));

    [Fact]
    public void No_text_at_all_does_more_than_be_refused() => Prop.ForAll<NonNull<string>>(text => IsRefusedAtMost($"{{ a(b: {text.Get}) }}"))
        .QuickCheckThrowOnFailure();

    private static bool IsRefusedAtMost(string query)
    {
        try
        {
            Parse(query);
            return true;
        }
        catch (GraphQlProblem)
        {
            return true;
        }
    }

    private static IReadOnlyList<GraphQlField> Parse(string query, Dictionary<string, object?>? variables = null) =>
        GraphQlParser.Parse(query, variables ?? []);
}

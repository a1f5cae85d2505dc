using FsCheck;
using FsCheck.Fluent;
using GrpcRefresh.Simulation.Rest;
using GrpcRefresh.Simulation.Rest.Filters;
using Xunit;

namespace GrpcRefresh.Tests.Simulator;

public sealed class FieldTests
{
    private static readonly Field<string> Name = new("name", FieldKind.Text, FilterOperator.EqIn | FilterOperator.Has, row => [row]);
    private static readonly Field<long> Size = new("size", FieldKind.Number, FilterOperator.Ordered, row => [row]);
    private static readonly Field<string[]> Tags = new("tags", FieldKind.Text, FilterOperator.EqIn, row => row);

    [Theory]
    [InlineData("name:eq:Ledger", true)]
    [InlineData("name:eq:ledger", false)]
    [InlineData("name:cieq:ledger", true)]
    [InlineData("name:eq:Led*", true)]
    [InlineData("name:eq:Log*", false)]
    [InlineData("name:in:[Orders,Ledger]", true)]
    [InlineData("name:has:EDG", true)]
    public void A_text_matches_as_the_operator_says(string filter, bool matches) => Assert.Equal(matches, Matches(Name, filter, "Ledger"));

    [Fact]
    public void Of_several_values_one_must_match()
    {
        Assert.True(Matches(Tags, "tags:eq:b", ["a", "b"]));
        Assert.False(Matches(Tags, "tags:in:[c,d]", ["a", "b"]));
        Assert.False(Matches(Tags, "tags:eq:a", []));
    }

    [Theory]
    [InlineData("size:eq:many")]
    [InlineData("size:has:1")]
    [InlineData("size:in:[1]")]
    public void A_value_or_operator_the_field_does_not_know_is_refused(string filter) =>
        Assert.Equal("400065", Assert.Throws<RestRefusal>(() => Matches(Size, filter, 1)).Code);

    [Fact]
    public void Numbers_are_ordered_as_numbers() => Prop.ForAll<int, int>((row, bound) =>
        Matches(Size, $"size:gt:{bound}", row) == row > bound
        && Matches(Size, $"size:gte:{bound}", row) == row >= bound
        && Matches(Size, $"size:lt:{bound}", row) == row < bound
        && Matches(Size, $"size:lte:{bound}", row) == row <= bound
        && Matches(Size, $"size:eq:{bound}", row) == (row == bound)).QuickCheckThrowOnFailure();

    private static bool Matches<T>(Field<T> field, string filter, T row) => field.Compile(FilterParser.Parse(filter).Single())(row);
}

using FsCheck;
using FsCheck.Fluent;
using GrpcRefresh.Simulation.Rest;
using GrpcRefresh.Simulation.Rest.Filters;
using Xunit;

namespace GrpcRefresh.Tests.Simulator;

public sealed class FilterParserTests
{
    private static readonly (FilterOperator Value, string Text)[] Operators =
    [
        (FilterOperator.Eq, "eq"), (FilterOperator.In, "in"), (FilterOperator.Has, "has"), (FilterOperator.CiEq, "cieq"),
        (FilterOperator.Gt, "gt"), (FilterOperator.Gte, "gte"), (FilterOperator.Lt, "lt"), (FilterOperator.Lte, "lte"),
    ];

    [Fact]
    public void Commas_in_brackets_belong_to_the_list()
    {
        var terms = FilterParser.Parse("jobType:in:[refresh_extracts,increment_extracts],status:eq:InProgress");

        Assert.Equal(["jobType", "status"], terms.Select(term => term.Field));
        Assert.Equal(["refresh_extracts", "increment_extracts"], terms[0].Values);
        Assert.Equal(["InProgress"], terms[1].Values);
    }

    [Fact]
    public void A_time_keeps_its_colons() =>
        Assert.Equal(["2026-09-01T06:30:00Z"], FilterParser.Parse("createdAt:gte:2026-09-01T06:30:00Z").Single().Values);

    [Fact]
    public void Of_two_terms_on_one_field_the_last_counts() =>
        Assert.Equal(["b"], FilterParser.Parse("name:eq:a,size:gt:1,name:eq:b").Single(term => term.Field == "name").Values);

    [Theory]
    [InlineData("name")]
    [InlineData("name:eq")]
    [InlineData(":eq:a")]
    [InlineData("name:is:a")]
    [InlineData("name:EQ:a")]
    [InlineData("name:in:a")]
    [InlineData("name:in:[]")]
    [InlineData("name:eq:a,")]
    public void What_is_not_a_filter_is_refused(string text) =>
        Assert.Equal("400065", Assert.Throws<RestRefusal>(() => FilterParser.Parse(text)).Code);

    [Fact]
    public void What_is_written_is_read_again()
    {
        var word = Gen.NonEmptyListOf(Gen.Elements("aZ09 _-.:+ÄT'&".ToCharArray())).Select(letters => string.Concat(letters));
        var name = Gen.NonEmptyListOf(Gen.Elements("abcXYZ".ToCharArray())).Select(letters => string.Concat(letters));
        var terms =
            from field in name
            from operation in Gen.Elements(Operators)
            from values in Gen.NonEmptyListOf(word)
            select (field, operation, values: operation.Value == FilterOperator.In ? values.ToArray() : [values[0]]);

        Prop.ForAll(Gen.NonEmptyListOf(terms).ToArbitrary(), list =>
        {
            var text = string.Join(',', list.Select(term =>
                $"{term.field}:{term.operation.Text}:{(term.operation.Value == FilterOperator.In ? $"[{string.Join(',', term.values)}]" : term.values[0])}"));
            var expected = Enumerable.Reverse(list).DistinctBy(term => term.field).Reverse().ToList();
            var read = FilterParser.Parse(text);
            return expected.Count == read.Count && expected.Zip(read).All(pair =>
                pair.First.field == pair.Second.Field
                && pair.First.operation.Value == pair.Second.Operator
                && pair.First.values.SequenceEqual(pair.Second.Values));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_text_at_all_does_more_than_be_refused() => Prop.ForAll<NonNull<string>>(text =>
    {
        try
        {
            FilterParser.Parse(text.Get);
            return true;
        }
        catch (RestRefusal refusal)
        {
            return refusal.Code == "400065";
        }
    }).QuickCheckThrowOnFailure();
}

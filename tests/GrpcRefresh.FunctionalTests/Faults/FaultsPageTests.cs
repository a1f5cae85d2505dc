using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Faults;

public sealed class FaultsPageTests
{
    private static readonly string Committed = Path.Combine(Checkout.Root, "docs", "faults.md");

    [Fact]
    public void The_page_of_faults_tells_what_the_table_says()
    {
        var page = new FaultsPage().Write();
        if (Environment.GetEnvironmentVariable("GRPCREFRESH_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Committed, page);
        }

        Assert.Equal(page, File.ReadAllText(Committed));
    }

    [Fact]
    public void Every_word_of_the_table_is_explained()
    {
        var words = FaultMatrix.Calls.Concat(FaultMatrix.Jobs).SelectMany(row => row.Passing.Values.Concat(row.Staying.Values)).Distinct();

        Assert.All(words, word => Assert.True(word.IsRefusal || Outcome.Legend.Any(entry => entry.Outcome == word), $"{word} is not in the legend."));
    }
}

using System.Text.Json.Nodes;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Outcomes;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Outcomes;

public sealed class OutcomeBatchTests
{
    [Fact]
    public void Nothing_makes_an_empty_batch() => Assert.Empty(OutcomeBatch.Of([]).JobIds);

    [Fact]
    public void A_batch_has_at_most_so_many_rows_in_the_order_of_the_jobs()
    {
        var batch = OutcomeBatch.Of(Jobs(OutcomeBatch.MostRows + 1, ""));

        Assert.Equal(Enumerable.Range(0, OutcomeBatch.MostRows).Select(number => $"job-{number}"), batch.JobIds);
        Assert.Equal(batch.JobIds, JsonNode.Parse(batch.Rows)!.AsArray().Select(row => (string?)row!["JOB_ID"]));
    }

    [Fact]
    public void A_batch_has_at_most_so_many_characters()
    {
        var batch = OutcomeBatch.Of(Jobs(100, new string('x', 50_000)));

        Assert.InRange(batch.Rows.Length, OutcomeBatch.MostCharacters - 51_000, OutcomeBatch.MostCharacters);
    }

    [Fact]
    public void A_character_is_a_byte_whatever_the_words_are() =>
        Assert.True(System.Text.Ascii.IsValid(OutcomeBatch.Of(Jobs(1, "Umsätze 🙂")).Rows));

    [Fact]
    public void One_outcome_goes_however_long_it_is() =>
        Assert.Single(OutcomeBatch.Of(Jobs(2, new string('x', OutcomeBatch.MostCharacters + 1))).JobIds);

    private static IEnumerable<JobRecord> Jobs(int count, string note) => Enumerable.Range(0, count)
        .Select(number => Some.Job(JobState.Succeeded) with { JobId = $"job-{number}", Notes = [note] });
}

using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Cli;

/// <summary>The tool orders a token of a service that has no Snowflake, or orders it wrongly.</summary>
public sealed class TokenToolTests : RotationToolTest
{
    [Fact]
    public async Task Without_a_Snowflake_the_service_says_what_to_configure()
    {
        var run = await RunAsync($"{Rotate} --snowflake-token {User} --overlap 2h --old-token OLD --token-role TABLEAU --token-days 30 --plan");

        Assert.Equal((7, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("SNOWFLAKE_NOT_CONFIGURED: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("GrpcRefresh:Snowflake:Account", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_no_way_back_nor_need_for_one()
    {
        var run = await RunAsync($"{Rotate} --snowflake-token {User} --on-failure roll-back --plan");

        Assert.Equal(7, run.ExitCode);
        Assert.Contains("With a snowflake_token there is none, nor is it needed", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--secret-ref ops --overlap 1h", "--overlap is about a token that the service makes: give --snowflake-token.")]
    [InlineData("--secret-ref ops --snowflake-token U", "exclude each other: give one.")]
    [InlineData("--snowflake-token U --new-user V", "do not go with --snowflake-token")]
    [InlineData("--snowflake-token U --token-days 366", "--token-days must be 1 to 365.")]
    public async Task A_mistake_is_told_with_its_remedy(string options, string words)
    {
        var run = await RunAsync($"{Rotate} {options} --plan");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(words, run.Errors, StringComparison.Ordinal);
        Assert.Empty((await Service.Jobs.ListJobsAsync(new ListJobsRequest())).Jobs);
    }
}

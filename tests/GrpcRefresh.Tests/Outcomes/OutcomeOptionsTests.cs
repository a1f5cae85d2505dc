using GrpcRefresh.Server.Outcomes;
using Microsoft.Extensions.Configuration;

namespace GrpcRefresh.Tests.Outcomes;

public sealed class OutcomeOptionsTests
{
    private const string Account = "GrpcRefresh:Snowflake:Account";

    [Fact]
    public void Nothing_is_needed_while_it_is_off() => Assert.Null(Mistake(new OutcomeOptions { Table = "" }));

    [Fact]
    public void An_account_is_needed_to_write_to()
    {
        Assert.Contains("GrpcRefresh:Outcomes:Enabled needs a Snowflake account", Mistake(new OutcomeOptions { Enabled = true }), StringComparison.Ordinal);
        Assert.Contains("needs a Snowflake account", Mistake(new OutcomeOptions { Enabled = true }, "GrpcRefresh:Snowflake:QueryTag"), StringComparison.Ordinal);
        Assert.Null(Mistake(new OutcomeOptions { Enabled = true }, Account));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A.B.C.D")]
    [InlineData("A.B; drop table X")]
    public void A_table_needs_a_name(string table) =>
        Assert.Contains("GrpcRefresh:Outcomes:Table", Mistake(new OutcomeOptions { Enabled = true, Table = table }, Account), StringComparison.Ordinal);

    private static string? Mistake(OutcomeOptions options, params string[] configured) => new OutcomeOptionsValidator(
        new ConfigurationBuilder().AddInMemoryCollection(configured.Select(key => KeyValuePair.Create(key, (string?)"myorg-myaccount"))).Build()).Validate(null, options).FailureMessage;
}

using GrpcRefresh.Server.Catalog.Connections;

namespace GrpcRefresh.Tests.Catalog.Connections;

public sealed class AccountHostTests
{
    private const string Account = "acme-my-analytics.snowflakecomputing.com";

    [Theory]
    [InlineData("acme-my-analytics.snowflakecomputing.com")]
    [InlineData("ACME-My-Analytics.SnowflakeComputing.com")]
    [InlineData("acme-my_analytics.snowflakecomputing.com")]
    [InlineData("acme_my_analytics.snowflakecomputing.com.")]
    [InlineData("acme-my-analytics.privatelink.snowflakecomputing.com")]
    [InlineData("acme-my_analytics.PrivateLink.snowflakecomputing.com:443")]
    [InlineData("https://acme-my-analytics.snowflakecomputing.com")]
    [InlineData("https://acme-my-analytics.snowflakecomputing.com:443/console/login?x=1#y")]
    [InlineData("HTTPS://me@acme-my-analytics.snowflakecomputing.com/")]
    [InlineData("  acme-my-analytics.snowflakecomputing.com/ ")]
    public void However_it_is_written_it_is_the_same_account(string text)
    {
        Assert.True(AccountHost.TryParse(text, out var host, out _));
        Assert.Equal(AccountHost.Of(Account), host);
        Assert.Equal(host, AccountHost.Of(text));
    }

    [Theory]
    [InlineData("acme-other.snowflakecomputing.com")]
    [InlineData("acme-my-analytics.snowflakecomputing.cn")]
    [InlineData("xy12345.us-east-1.snowflakecomputing.com")]
    [InlineData("privatelink-acme-my-analytics.snowflakecomputing.com")]
    [InlineData("acmemyanalytics.snowflakecomputing.com")]
    public void Other_hosts_are_other_accounts(string text) => Assert.NotEqual(AccountHost.Of(Account), AccountHost.Of(text));

    [Theory]
    [InlineData("", "names no host")]
    [InlineData(" ", "names no host")]
    [InlineData("https://", "names no host")]
    [InlineData("/x", "names no host")]
    [InlineData("acme-analytics", "without its host")]
    [InlineData("https://app.snowflake.com/acme/analytics/", "all accounts share")]
    [InlineData("acme..snowflakecomputing.com", "is no host")]
    [InlineData(".snowflakecomputing.com", "is no host")]
    [InlineData("acme analytics.snowflakecomputing.com", "is no host")]
    [InlineData("acmé.snowflakecomputing.com", "is no host")]
    [InlineData("*.snowflakecomputing.com", "is no host")]
    public void What_is_no_account_s_host_is_refused_with_the_remedy(string text, string words)
    {
        Assert.False(AccountHost.TryParse(text, out _, out var problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
        Assert.EndsWith("Give the account's host, for example acme-analytics.snowflakecomputing.com.", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("/")]
    public void An_address_of_nothing_is_nothing(string address) => Assert.Null(AccountHost.Of(address));
}

using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Tests.Snowflake;

public sealed class AccountIdentifierTests
{
    [Theory]
    [InlineData("myorg-myaccount", "myorg-myaccount.snowflakecomputing.com", "MYORG-MYACCOUNT")]
    [InlineData("myorg.myaccount", "myorg-myaccount.snowflakecomputing.com", "MYORG-MYACCOUNT")]
    [InlineData("myorg-my_account", "myorg-my-account.snowflakecomputing.com", "MYORG-MY_ACCOUNT")]
    [InlineData("xy12345", "xy12345.snowflakecomputing.com", "XY12345")]
    [InlineData("xy12345.eu-central-1", "xy12345.eu-central-1.snowflakecomputing.com", "XY12345")]
    [InlineData("xy12345.us-central1.gcp", "xy12345.us-central1.gcp.snowflakecomputing.com", "XY12345")]
    [InlineData("myorg-myaccount.privatelink", "myorg-myaccount.privatelink.snowflakecomputing.com", "MYORG-MYACCOUNT")]
    public void An_account_has_a_host_and_a_name_in_tokens(string text, string host, string name) =>
        Assert.Equal(new AccountIdentifier(host, name), AccountIdentifier.Parse(text));

    [Theory]
    [InlineData("myorg-myaccount.snowflakecomputing.com")]
    [InlineData("https://myorg")]
    [InlineData("a b")]
    [InlineData("a..b")]
    public void What_is_no_identifier_is_refused(string text) => Assert.False(AccountIdentifier.IsValid(text));
}

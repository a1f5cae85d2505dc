using GrpcRefresh.Server;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Tests.Security;

public sealed class CallerScopeTests
{
    private static readonly SiteKey Marketing = new("default", "marketing");

    [Fact]
    public void Without_limits_everything_is_inside()
    {
        Assert.True(CallerScope.Everything.Covers(Marketing, []));
        Assert.True(CallerScope.Everything.CoversAllOf(Marketing));
    }

    [Theory]
    [InlineData("default", "marketing", true)]
    [InlineData("Default", "MARKETING", true)]
    [InlineData("default", "", false)]
    [InlineData("other", "marketing", false)]
    public void A_site_is_inside_when_its_server_and_its_name_are(string server, string site, bool inside) =>
        Assert.Equal(inside, new CallerScope(["default"], ["marketing"], []).Touches(new SiteKey(server, site)));

    [Fact]
    public void The_default_site_is_limited_to_by_its_empty_name() =>
        Assert.True(new CallerScope([], [""], []).Touches(new SiteKey("default", "")));

    [Theory]
    [InlineData("Sales", true)]
    [InlineData("Sales/EMEA", true)]
    [InlineData("sales", false)]
    [InlineData("Salesforce", false)]
    [InlineData("Ops/Sales", false)]
    [InlineData("", false)]
    public void A_project_includes_those_below_it_and_no_others(string path, bool inside) =>
        Assert.Equal(inside, new CallerScope([], [], [["Sales"]]).Covers(Marketing, path.Split('/', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void A_site_is_not_inside_as_a_whole_when_projects_are_limited()
    {
        var scope = new CallerScope([], [], [["Sales"]]);

        Assert.True(scope.Touches(Marketing));
        Assert.False(scope.CoversAllOf(Marketing));
    }
}

using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rotation.Planning;

public sealed class UnselectedGroupsTests
{
    [Fact]
    public void A_group_has_one_host_one_user_and_one_way_to_sign_in()
    {
        var groups = UnselectedGroups.Of(
        [
            Connection("A", host: "ACME.snowflakecomputing.com"),
            Connection("B", host: "acme.snowflakecomputing.com"),
            Connection("C", host: "other.snowflakecomputing.com"),
            Connection("D", user: "OTHER_SVC"),
            Connection("E", kind: AuthenticationKind.Oauth),
        ]);

        Assert.Equal(
            [
                ("acme.snowflakecomputing.com", "SALES_SVC", AuthenticationKind.Password, 2),
                ("acme.snowflakecomputing.com", "OTHER_SVC", AuthenticationKind.Password, 1),
                ("acme.snowflakecomputing.com", "SALES_SVC", AuthenticationKind.Oauth, 1),
                ("other.snowflakecomputing.com", "SALES_SVC", AuthenticationKind.Password, 1),
            ],
            groups.Select(group => (group.ServerAddress, group.UserName, group.Kind, group.Count)));
    }

    [Fact]
    public void Items_are_named_once_and_at_most_five_of_them()
    {
        var group = Assert.Single(UnselectedGroups.Of([.. "GFEDCBAA".Select(letter => Connection($"{letter}"))]));

        Assert.Equal(8, group.Count);
        Assert.Equal(["A", "B", "C", "D", "E"], group.ItemNames);
    }

    [Fact]
    public void The_largest_two_hundred_groups_are_told()
    {
        var groups = UnselectedGroups.Of([.. Enumerable.Range(0, 250).Select(i => Connection("A", user: $"U{i:000}")), Connection("B", user: "U249")]);

        Assert.Equal(200, groups.Count);
        Assert.Equal(("U249", 2), (groups[0].UserName, groups[0].Count));
        Assert.Equal("U198", groups[^1].UserName);
    }

    [Fact]
    public void Nothing_left_out_is_no_group() => Assert.Empty(UnselectedGroups.Of([]));

    private static ConnectionRecord Connection(
        string item, string host = "acme.snowflakecomputing.com", string user = "SALES_SVC", AuthenticationKind kind = AuthenticationKind.Password) =>
        Some.Connection() with { ItemName = item, ServerAddress = host, UserName = user, AuthenticationKind = kind };
}

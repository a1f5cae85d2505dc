using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Tableau;

/// <summary>The other two kinds of credentials against the simulator, which checks them with code of its own.</summary>
public sealed class CredentialTests
{
    private static Dictionary<string, string?> Password(int site) => new()
    {
        [$"Sites:{site}:Credential:PatName"] = null,
        [$"Sites:{site}:Credential:PatSecret"] = null,
        [$"Sites:{site}:Credential:UserName"] = "operator",
        [$"Sites:{site}:Credential:Password"] = "operator-password",
    };

    private static Dictionary<string, string?> App => new()
    {
        ["Sites:0:Credential:PatName"] = null,
        ["Sites:0:Credential:PatSecret"] = null,
        ["Sites:0:Credential:ConnectedApp:ClientId"] = "refresh-app",
        ["Sites:0:Credential:ConnectedApp:SecretId"] = "refresh-app-key",
        ["Sites:0:Credential:ConnectedApp:SecretValue"] = "refresh-app-key-value-of-at-least-32-bytes",
        ["Sites:0:Credential:ConnectedApp:User"] = "operator",
    };

    public static TheoryData<string> Kinds => ["password", "app"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Everything_the_service_does_it_may_do_by_password_and_by_connected_app(string kind)
    {
        await using var neighbour = await Neighbour.StartAsync(settings: kind == "app" ? App : Password(0));
        var (site, orders) = (neighbour.Default, neighbour.Simulator.World.Item("Sales/Orders"));

        var job = await site.StartRefreshAsync(ResourceType.Datasource, orders.Luid, incremental: false, default);

        Assert.Equal(job.Id, (await site.GetJobAsync(job.Id, default)).Id);
        Assert.NotEmpty(await site.ListRefreshJobsAsync(DateTimeOffset.UtcNow.AddHours(-1), default));
        Assert.NotEmpty(await site.ListProjectsAsync(default));
        Assert.Single(await site.FindItemsByNameAsync(ResourceType.Datasource, "Orders", default));
        Assert.Equal("demo", await site.GetUserNameAsync(orders.Owner.Luid, default));
        Assert.NotNull(await site.FindIncrementalTaskAsync(ResourceType.Datasource, orders.Luid, default));
        Assert.Equal(orders.Luid, await site.FindLuidByUrlIdAsync(ResourceType.Datasource, orders.VizportalUrlId, default));
        Assert.NotNull(await site.GetLastExtractUpdateAsync(ResourceType.Datasource, orders.Luid, default));
        Assert.Equal(TableauErrorKind.JobEnded, (await Assert.ThrowsAsync<TableauException>(() => site.CancelJobAsync(job.Id, default))).Kind);
        Assert.Equal(1, neighbour.Simulator.Requests["POST /auth/signin"]);
    }

    [Fact]
    public async Task Two_sites_may_share_an_account_because_its_sessions_live_beside_each_other()
    {
        await using var neighbour = await Neighbour.StartAsync(settings: Password(0).Concat(Password(1)).ToDictionary());
        for (var turn = 0; turn < 3; turn++)
        {
            Assert.NotEmpty(await neighbour.Default.ListProjectsAsync(default));
            Assert.NotEmpty(await neighbour.Marketing.ListProjectsAsync(default));
        }

        Assert.Equal(2, neighbour.Simulator.Requests["POST /auth/signin"]);
    }

    [Fact]
    public async Task A_lost_session_of_a_connected_app_is_replaced_with_a_new_token()
    {
        await using var neighbour = await Neighbour.StartAsync(settings: App);
        await neighbour.Default.ListProjectsAsync(default);
        await neighbour.Default.SignOutAsync(default);

        Assert.NotEmpty(await neighbour.Default.ListProjectsAsync(default));
        Assert.Equal(2, neighbour.Simulator.Requests["POST /auth/signin"]);
    }

    [Theory]
    [InlineData("ClientId", "other", "errorCode=126")]
    [InlineData("SecretId", "other", "errorCode=127")]
    [InlineData("User", "nobody", "errorCode=16")]
    public async Task Why_Tableau_refuses_a_connected_app_is_passed_on(string key, string value, string number)
    {
        await using var neighbour = await Neighbour.StartAsync(settings: new(App) { [$"Sites:0:Credential:ConnectedApp:{key}"] = value });

        var e = await Assert.ThrowsAsync<TableauException>(() => neighbour.Default.ListProjectsAsync(default));

        Assert.Equal((TableauErrorKind.AuthFailed, "401001"), (e.Kind, e.Code));
        Assert.Contains(number, e.Message, StringComparison.Ordinal);
    }
}

using System.Text.Json.Nodes;
using GrpcRefresh.Simulation.Jobs;
using GrpcRefresh.Simulation.World;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

/// <summary>Users of the little Snowflake that too many bad logins lock out.</summary>
public sealed class LockoutTests : SimulatorTest
{
    private const string User = "FINANCE_SVC";
    private const string Good = "finance-svc-secret";

    private SnowflakeAccount Snowflake => Tableau.World.Snowflake;

    [Fact]
    public void Nobody_is_locked_out_unless_it_is_asked_for()
    {
        Snowflake.SetSecrets(User, "rotated");

        FailTimes(8);
        Snowflake.SetSecrets(User, Good);

        Assert.False(Tableau.Settings.SnowflakeLockout);
        Assert.Null(Snowflake.LockedUntil(User));
        Assert.Equal(0, Refresh().FinishCode);
    }

    [Fact]
    public async Task After_five_bad_logins_the_good_secret_is_refused_too_until_the_lock_ends()
    {
        await SetAsync("""{"snowflakeLockout":true}""");
        StoreEverywhere("wrong");
        var refused = FailTimes(4);
        Assert.Null(Snowflake.LockedUntil(User));
        var fifth = Refresh();
        StoreEverywhere(Good);

        var locked = Refresh();
        Clock.Advance(TimeSpan.FromMinutes(15));
        var open = Refresh();

        Assert.All(refused.Append(fifth), job => Assert.EndsWith("(28000) Incorrect username or password was specified.", job.Notes, StringComparison.Ordinal));
        Assert.Equal(1, locked.FinishCode);
        Assert.EndsWith(
            "(28000) Your user account has been temporarily locked. Try again later or contact your account administrator for assistance.",
            locked.Notes,
            StringComparison.Ordinal);
        Assert.Equal((0, 5), (open.FinishCode, Snowflake.FailedLogins(User)));
    }

    [Fact]
    public async Task Every_connection_of_an_item_is_a_login_and_of_each_user_its_own()
    {
        await SetAsync("""{"snowflakeLockout":true,"snowflakeLockoutAfter":3}""");
        var item = Item("Finance/Budget vs Actuals");
        Tableau.World.ChangeItem(item.Luid, old => old with
        {
            Connections = [.. Enumerable.Range(1, 3).Select(place => old.Connections[0] with { Luid = Luid.From($"{place}"), Secret = "wrong" }), old.Connections[1]],
        });

        Refresh("Finance/Budget vs Actuals");
        var state = JsonNode.Parse(await Http.GetStringAsync("/_sim/state"))!;

        Assert.Equal((3, 0), (Snowflake.FailedLogins(User), Snowflake.FailedLogins("TABLEAU_SVC")));
        Assert.Equal(Tableau.World.Jobs[^1].CompletedAt + TimeSpan.FromMinutes(15), Snowflake.LockedUntil(User));
        Assert.Null(Snowflake.LockedUntil("TABLEAU_SVC"));
        Assert.Equal(3, (int)state["snowflakeFailedLogins"]![User]!);
        Assert.Equal(User, Assert.Single(state["snowflakeLocks"]!.AsObject()).Key);
    }

    [Fact]
    public async Task Setting_the_secrets_ends_a_lock()
    {
        await SetAsync("""{"snowflakeLockout":true,"snowflakeLockoutAfter":1,"snowflakeLockoutDuration":"01:00:00"}""");
        Snowflake.SetSecrets(User, "new");
        Refresh();
        Assert.NotNull(Snowflake.LockedUntil(User));

        using var _ = await Http.PutAsync($"/_sim/snowflake/users/{User}", new StringContent($$"""{"secrets":["new","{{Good}}"]}"""));

        Assert.Equal((0, null, 0), (Refresh().FinishCode, Snowflake.LockedUntil(User), Snowflake.FailedLogins(User)));
    }

    [Fact]
    public async Task Bad_logins_far_apart_or_with_a_good_one_between_do_not_add_up()
    {
        await SetAsync("""{"snowflakeLockout":true,"snowflakeLockoutAfter":2,"snowflakeLockoutWindow":"00:01:00"}""");
        StoreEverywhere("wrong");
        Refresh();
        Clock.Advance(TimeSpan.FromMinutes(2));
        Refresh();
        Assert.Null(Snowflake.LockedUntil(User));

        StoreEverywhere(Good);
        Refresh();
        StoreEverywhere("wrong");
        Refresh();
        Assert.Null(Snowflake.LockedUntil(User));

        Refresh();
        Assert.NotNull(Snowflake.LockedUntil(User));
    }

    [Fact]
    public async Task Attempts_during_a_lock_do_not_prolong_it()
    {
        await SetAsync("""{"snowflakeLockout":true,"snowflakeLockoutAfter":1}""");
        StoreEverywhere("wrong");
        Refresh();
        var until = Snowflake.LockedUntil(User);

        FailTimes(3);

        Assert.NotNull(until);
        Assert.Equal((until, 1), (Snowflake.LockedUntil(User), Snowflake.FailedLogins(User)));
    }

    [Fact]
    public void A_bridge_refresh_logs_in_once()
    {
        Tableau.World.ChangeItem(Item("Finance/Ledger").Luid, item => item with { ViaBridge = true });
        Snowflake.SetSecrets(User, "new");

        Refresh();

        Assert.Equal(1, Snowflake.FailedLogins(User));
    }

    private Job Refresh(string path = "Finance/Ledger")
    {
        Tableau.World.StartScheduledRefresh(Item(path).Luid);
        LetJobsEnd();
        return Tableau.World.Jobs[^1];
    }

    private List<Job> FailTimes(int times) => [.. Enumerable.Range(0, times).Select(_ => Refresh())];

    private void StoreEverywhere(string secret) => Tableau.World.ChangeItem(Item("Finance/Ledger").Luid, item => item with
    {
        Connections = [.. item.Connections.Select(connection => connection with { Secret = secret })],
    });

    private async Task SetAsync(string settings)
    {
        using var answer = await Http.PatchAsync("/_sim/settings", new StringContent(settings));
        Assert.True(answer.IsSuccessStatusCode);
    }
}

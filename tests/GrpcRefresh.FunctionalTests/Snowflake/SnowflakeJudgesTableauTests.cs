using GrpcRefresh.Simulation;

namespace GrpcRefresh.FunctionalTests.Snowflake;

/// <summary>Both simulators put together: the tokens of the one are the secrets in the connections of the other.</summary>
public sealed class SnowflakeJudgesTableauTests : SnowflakeTest
{
    [Fact]
    public async Task A_refresh_in_Tableau_logs_in_to_the_other_Snowflake()
    {
        await using var tableau = await TableauSimulator.StartAsync(new TableauSimulatorOptions
        {
            JobDuration = TimeSpan.Zero,
            AcceptsSecret = Simulator.World.Accepts,
            LoggedIn = (user, secret, _) => Simulator.World.RecordLogin(user, secret, "TABLEAU"),
        });
        var item = tableau.World.Item("Finance/Ledger");
        Assert.Equal(1, Refresh().FinishCode);

        var secret = await AddTokenAsync("FINANCE_SVC", "T");
        tableau.World.ChangeItem(item.Luid, known => known with { Connections = [.. known.Connections.Select(connection => connection with { Secret = secret.Reveal() })] });

        Assert.Equal(0, Refresh().FinishCode);
        Assert.Equal([false, true], Simulator.World.LoginHistory.Where(login => login.Client == "TABLEAU").Select(login => login.Succeeded));

        Simulation.Jobs.Job Refresh()
        {
            var job = tableau.World.StartScheduledRefresh(item.Luid);
            return tableau.World.Jobs.Single(one => one.Luid == job.Luid);
        }
    }
}

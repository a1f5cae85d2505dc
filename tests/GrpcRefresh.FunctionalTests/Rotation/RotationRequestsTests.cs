using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>What a rotation of 2,000 connections costs in requests to Tableau when nothing disturbs it.</summary>
public sealed class RotationRequestsTests
{
    private const int Sites = 2;

    // Each item is asked for its connections, changed with one bulk update, and asked again.
    private const int ForItems = 3 * LargeWorld.Items;

    // For each site: version, session, data sources, projects, metadata and tasks, and the page of workbooks it leads to.
    private const int ForSites = 7 * Sites;

    [Fact]
    public async Task Is_within_a_tenth_of_the_least_possible()
    {
        var tableau = await LargeWorld.StartAsync();
        tableau.World.Snowflake.SetSecrets(LargeWorld.User, "new");
        await using var service = await TestService.OfAsync(tableau, LargeWorld.AddSecondSite);
        tableau.Requests.Clear();

        var (job, steps) = await service.RunAsync(LargeWorld.Request("new"));

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal(LargeWorld.Connections, steps.Count);
        var routes = string.Join(", ", tableau.Requests.Routes.OrderByDescending(route => route.Value).Select(route => $"{route.Key} {route.Value}"));
        Assert.Equal(LargeWorld.Items, tableau.Requests.Routes.Where(route => route.Key.StartsWith("PUT", StringComparison.Ordinal)).Sum(route => route.Value));
        Assert.True(tableau.Requests.Total <= (ForItems + ForSites) * 1.1, $"{tableau.Requests.Total} requests: {routes}");
    }
}

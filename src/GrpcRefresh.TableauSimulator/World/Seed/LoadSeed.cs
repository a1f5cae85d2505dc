namespace GrpcRefresh.Simulation.World.Seed;

/// <summary>Generated items for load tests, all over one Snowflake user; on both sites they take turns.</summary>
internal static class LoadSeed
{
    public static void AddTo(WorldData data, SeedPlan plan)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.ConnectionsPerItem, 1);
        if (plan.Workbooks + plan.Datasources == 0)
        {
            return;
        }

        var grounds = data.Sites.Where(site => plan.BothSites || site.ContentUrl.Length == 0).Select(site => Ground.On(data, site)).ToList();
        for (var number = 1; number <= plan.Workbooks; number++)
        {
            var ground = grounds[(number - 1) % grounds.Count];
            ground.Seed.Workbook(ground.Project, $"Workbook {number:0000}", ground.Owner, 100_000 + number, Connections(plan, number));
        }

        for (var number = 1; number <= plan.Datasources; number++)
        {
            var ground = grounds[(number - 1) % grounds.Count];
            ground.Seed.Datasource(ground.Project, $"Datasource {number:0000}", ground.Owner, 200_000 + number, Connections(plan, number));
        }
    }

    private static ConnectionSeed[] Connections(SeedPlan plan, int number) =>
    [
        .. Enumerable.Range(1, UpTo(plan, number) - UpTo(plan, number - 1))
            .Select(place => ConnectionSeed.Snowflake("TABLEAU_SVC", place == 1 ? "LOAD" : $"LOAD_{place}")),
    ];

    /// <summary>The connections of all items up to this one: so a fraction adds up over the items.</summary>
    private static int UpTo(SeedPlan plan, int number) => (int)Math.Floor((number * plan.ConnectionsPerItem) + 0.5m);

    private sealed record Ground(SiteSeed Seed, Project Project, User Owner)
    {
        public static Ground On(WorldData data, Site site)
        {
            var seed = new SiteSeed(data, site);
            var owner = data.Users.First(user => user.SiteLuid == site.Luid && user.IsAdmin);
            return new Ground(seed, seed.Project("Load", owner), owner);
        }
    }
}

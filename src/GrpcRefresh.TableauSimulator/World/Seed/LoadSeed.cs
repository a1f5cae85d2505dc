namespace GrpcRefresh.Simulation.World.Seed;

/// <summary>Generated items for load tests, all over one Snowflake user.</summary>
internal static class LoadSeed
{
    public static void AddTo(WorldData data, int workbooks, int datasources)
    {
        if (workbooks + datasources == 0)
        {
            return;
        }

        var site = data.Sites.Single(site => site.ContentUrl.Length == 0);
        var seed = new SiteSeed(data, site);
        var owner = data.Users.Single(user => user.Name == "demo");
        var project = seed.Project("Load", owner);
        for (var number = 1; number <= workbooks; number++)
        {
            seed.Workbook(project, $"Workbook {number:0000}", owner, 100_000 + number, Connection());
        }

        for (var number = 1; number <= datasources; number++)
        {
            seed.Datasource(project, $"Datasource {number:0000}", owner, 200_000 + number, Connection());
        }
    }

    private static ConnectionSeed Connection() => ConnectionSeed.Snowflake("TABLEAU_SVC", "LOAD");
}

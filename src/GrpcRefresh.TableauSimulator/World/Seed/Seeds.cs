namespace GrpcRefresh.Simulation.World.Seed;

/// <summary>The world every simulator starts from; written down for people in the README.</summary>
internal static class Seeds
{
    public static WorldData Create(int workbooks, int datasources) => Create(new SeedPlan { Workbooks = workbooks, Datasources = datasources });

    public static WorldData Create(SeedPlan plan)
    {
        var data = new WorldData { Start = plan.Start };
        SnowflakeSeed.AddTo(data);
        DefaultSiteSeed.AddTo(data);
        MarketingSiteSeed.AddTo(data);
        if (plan.Variety)
        {
            VarietySeed.AddTo(data);
        }

        LoadSeed.AddTo(data, plan);
        return data;
    }
}

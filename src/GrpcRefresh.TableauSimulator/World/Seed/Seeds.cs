namespace GrpcRefresh.Simulation.World.Seed;

/// <summary>The world every simulator starts from; written down for people in the README.</summary>
internal static class Seeds
{
    public static WorldData Create(int workbooks, int datasources)
    {
        var data = new WorldData();
        SnowflakeSeed.AddTo(data);
        DefaultSiteSeed.AddTo(data);
        MarketingSiteSeed.AddTo(data);
        LoadSeed.AddTo(data, workbooks, datasources);
        return data;
    }
}

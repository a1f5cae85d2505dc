using static GrpcRefresh.Simulation.World.Seed.ConnectionSeed;

namespace GrpcRefresh.Simulation.World.Seed;

/// <summary>A second site with an administrator of its own.</summary>
internal static class MarketingSiteSeed
{
    public static void AddTo(WorldData data)
    {
        var site = new Site(Luid.From("Marketing"), "Marketing", "marketing");
        data.Sites.Add(site);
        var seed = new SiteSeed(data, site);
        var owner = seed.User("marketing", "Mar Keting", "SiteAdministratorCreator");
        OperatorSeed.AddTo(seed);
        seed.Token("marketing", owner);
        var campaigns = seed.Project("Campaigns", owner);
        var archive = seed.Project("Archive", owner, campaigns);
        var spend = seed.Datasource(campaigns, "Ad Spend", owner, 301, Snowflake("MARKETING_SVC", "MARKETING"));
        seed.Workbook(campaigns, "Funnel", owner, 401, Snowflake("MARKETING_SVC", "MARKETING"));
        seed.Live(seed.Workbook(campaigns, "Overview", owner, 402, LinkTo(spend)));
        seed.Live(seed.Workbook(archive, "Old Funnel", owner, 403, Snowflake("MARKETING_SVC", "MARKETING")));
    }
}

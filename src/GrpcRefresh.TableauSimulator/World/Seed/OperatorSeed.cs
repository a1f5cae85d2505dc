namespace GrpcRefresh.Simulation.World.Seed;

/// <summary>One account on both sites, so that there is somewhere to switch to. It owns nothing and administers everything.</summary>
internal static class OperatorSeed
{
    public static void AddTo(SiteSeed seed) => seed.User("operator", "Opera Tor", "SiteAdministratorExplorer");
}

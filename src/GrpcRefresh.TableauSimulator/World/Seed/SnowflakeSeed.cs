namespace GrpcRefresh.Simulation.World.Seed;

/// <summary>Service users and the one secret each accepts at the start.</summary>
internal static class SnowflakeSeed
{
    public const string Host = "acme-analytics.snowflakecomputing.com";

    public static void AddTo(WorldData data)
    {
        foreach (var user in new[] { "TABLEAU_SVC", "FINANCE_SVC", "OPERATIONS_SVC", "MARKETING_SVC" })
        {
            data.Snowflake.SetSecrets(user, SecretOf(user));
        }
    }

    public static string SecretOf(string user) => $"{user.ToLowerInvariant().Replace('_', '-')}-secret";
}

using static GrpcRefresh.Simulation.World.Seed.ConnectionSeed;

namespace GrpcRefresh.Simulation.World.Seed;

/// <summary>One of each way in which a Snowflake connection can be described, for whoever has to tell them apart. Not in the default seed.</summary>
internal static class VarietySeed
{
    private const string User = "TABLEAU_SVC";
    private const string Database = "VARIETY";

    public static void AddTo(WorldData data)
    {
        var seed = new SiteSeed(data, data.Sites.Single(site => site.ContentUrl.Length == 0));
        var owner = data.Users.First(user => user.Name == "demo");
        var project = seed.Project("Variety", owner);
        var noWord = seed.Datasource(project, "No Word", owner, 501, Spoken(null, connection => connection with { ServerPort = "443" }));
        seed.Datasource(project, "Hyphenated Word", owner, 502, Spoken("username-password"));
        seed.Datasource(project, "Old Word", owner, 503, Spoken("auth-user-pass", connection => connection with { TellsEmbedPassword = false }));
        seed.Datasource(project, "Asking Viewers", owner, 504, Spoken("Username Password", connection => connection with { EmbedPassword = false, Secret = "" }));
        seed.Datasource(project, "No Authentication", owner, 505, SnowflakeElsewhere("auth-none", "", Database));
        seed.Datasource(project, "Managed Keychain", owner, 506, Keychain());
        seed.Datasource(project, "Unknown Word", owner, 507, SnowflakeElsewhere("AD Service Principal", User, Database));
        seed.Workbook(
            project,
            "Aliases",
            owner,
            601,
            Snowflake(User, Database, "acme-analytics.privatelink.snowflakecomputing.com"),
            Snowflake(User, Database, "ACME_ANALYTICS.snowflakecomputing.com"),
            Snowflake(User, Database, "ab12345.eu-central-1.snowflakecomputing.com"));
        seed.Workbook(
            project,
            "Everything",
            owner,
            602,
            Snowflake(User, Database),
            Snowflake("FINANCE_SVC", "FINANCE"),
            LinkTo(noWord),
            TextFile("notes.csv"),
            SnowflakeElsewhere("auth-keypair", "SENSOR_SVC", "OPERATIONS"));
        seed.Workbook(project, "Lower Case User", owner, 603, Spoken("Username Password", connection => connection with { UserName = "tableau_svc" }));
    }

    private static ConnectionSeed Spoken(string? word, Func<ItemConnection, ItemConnection>? change = null)
    {
        var seed = Snowflake(User, Database);
        var connection = seed.Template with { AuthenticationType = word };
        return seed with { Template = change is null ? connection : change(connection) };
    }

    private static ConnectionSeed Keychain()
    {
        var seed = SnowflakeElsewhere("oauth", "demo", Database);
        return seed with { Template = seed.Template with { UseOAuthManagedKeychain = true } };
    }
}

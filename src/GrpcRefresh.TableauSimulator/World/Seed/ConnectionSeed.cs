namespace GrpcRefresh.Simulation.World.Seed;

/// <summary>A connection to be: the connector's own facts, before it belongs to an item.</summary>
internal sealed record ConnectionSeed(ItemConnection Template, ContentItem? Published = null)
{
    public static ConnectionSeed Snowflake(string user, string database, string host = SnowflakeSeed.Host) => new(new ItemConnection
    {
        Luid = "",
        Type = "snowflake",
        ServerAddress = host,
        UserName = user,
        Secret = SnowflakeSeed.SecretOf(user),
        EmbedPassword = true,
        AuthenticationType = "Username Password",
        QueryTaggingEnabled = true,
        DatabaseName = database,
    });

    public static ConnectionSeed SnowflakeElsewhere(string authenticationType, string user, string database)
    {
        var seed = Snowflake(user, database);
        return new(seed.Template with { AuthenticationType = authenticationType, Secret = "", EmbedPassword = false });
    }

    /// <summary>An old attribute set, without authentication type and tagging.</summary>
    public static ConnectionSeed SqlServer(string database) => new(new ItemConnection
    {
        Luid = "",
        Type = "sqlserver",
        ServerAddress = "sql01.acme.example",
        ServerPort = "1433",
        UserName = "reporting",
        Secret = "reporting-secret",
        EmbedPassword = true,
        DatabaseName = database,
    });

    public static ConnectionSeed TextFile(string file) => new(new ItemConnection
    {
        Luid = "",
        Type = "textscan",
        AuthenticationType = "auth-none",
        DatabaseName = file,
    });

    public static ConnectionSeed LinkTo(ContentItem published) => new(
        new ItemConnection { Luid = "", Type = "sqlproxy", ServerAddress = "localhost", ServerPort = "8060", EmbedPassword = true },
        published);

    public ItemConnection Build(ContentKind kind, string itemName, string key) => Template with
    {
        Luid = Luid.From(key),
        DatasourceLuid = kind == ContentKind.Workbook ? Published?.Luid ?? Luid.From($"{key}/datasource") : "",
        DatasourceName = kind == ContentKind.Workbook ? Published?.Name ?? $"{itemName} {Template.DatabaseName}" : "",
    };
}

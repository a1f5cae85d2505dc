using System.Collections.Immutable;

namespace GrpcRefresh.Simulation.World;

/// <summary>A connection stored with an item: where it leads and the credential embedded in it.</summary>
public sealed record ItemConnection
{
    /// <summary>The connection's LUID.</summary>
    public required string Luid { get; init; }

    /// <summary>The connector class: <c>snowflake</c>, <c>sqlserver</c>, <c>textscan</c>, or <c>sqlproxy</c> for a link to a published source.</summary>
    public required string Type { get; init; }

    /// <summary>The host, in whatever case it was stored.</summary>
    public string ServerAddress { get; init; } = "";

    /// <summary>The port; null where the connector has none.</summary>
    public string? ServerPort { get; init; }

    /// <summary>The database user.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The stored secret. Tableau never answers it; tests in this process may look.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Whether the secret is embedded.</summary>
    public bool EmbedPassword { get; init; }

    /// <summary>Whether the list of connections says so; old servers leave it out.</summary>
    public bool TellsEmbedPassword { get; init; } = true;

    /// <summary>Whether Tableau keeps an OAuth connection's tokens; null where it leaves that out.</summary>
    public bool? UseOAuthManagedKeychain { get; init; }

    /// <summary>The connector's word for the way of authentication; null where Tableau leaves it out.</summary>
    public string? AuthenticationType { get; init; }

    /// <summary>Query tagging; fixed on for Snowflake.</summary>
    public bool? QueryTaggingEnabled { get; init; }

    /// <summary>The database behind the connection, as the metadata API names it.</summary>
    public string DatabaseName { get; init; } = "";

    /// <summary>For workbooks: the embedded or published data source that the connection belongs to.</summary>
    public string DatasourceLuid { get; init; } = "";

    /// <summary>For workbooks: the name of that data source.</summary>
    public string DatasourceName { get; init; } = "";

    /// <summary>
    /// How many different secrets updates have brought for this connection, whatever became of them; the one it was published with does
    /// not count. After a rotation it should be 1.
    /// </summary>
    public int SecretsGiven => Given.Count;

    private ImmutableHashSet<string> Given { get; init; } = [];

    /// <summary>Whether this is the stored secret, for tests.</summary>
    public bool Holds(string secret) => Secret == secret;

    /// <summary>Whether an update has ever brought this secret, for tests.</summary>
    public bool WasGiven(string secret) => Given.Contains(secret);

    /// <summary>After an update that was allowed to bring the secret.</summary>
    internal ItemConnection Offered(string secret) => this with { Given = Given.Add(secret) };

    internal bool IsLinkToPublishedSource => Type == "sqlproxy";

    /// <summary>Key-pair and OAuth credentials live elsewhere, so a password says nothing about them.</summary>
    internal bool NeedsPassword =>
        Type == "snowflake" && AuthenticationType is null or "" or "Username Password" or "username-password" or "auth-user-pass";
}

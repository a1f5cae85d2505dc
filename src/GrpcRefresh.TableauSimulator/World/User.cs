namespace GrpcRefresh.Simulation.World;

/// <summary>A user of one site.</summary>
public sealed record User(string Luid, string SiteLuid, string Name, string FullName, string SiteRole)
{
    /// <summary>The password of the account; one account may be a user of several sites, and has it on each.</summary>
    public required string Password { get; init; }

    /// <summary>Whether the role administers the site.</summary>
    public bool IsAdmin => SiteRole.Contains("Administrator", StringComparison.Ordinal);

    /// <summary>The user's mail address.</summary>
    public string Email => $"{Name}@{Domain}";

    internal const string Domain = "acme.example";
}

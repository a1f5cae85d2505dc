namespace GrpcRefresh.Simulation.World;

/// <summary>Somebody's wish to be told. <paramref name="Event"/> is spelt like <c>WorkbookRefreshFailed</c>.</summary>
public sealed record Webhook(string Luid, string SiteLuid, string OwnerLuid, string Name, string Event, Uri Url)
{
    /// <summary>Whether anything is sent.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Why it is off; empty while it is on.</summary>
    public string StatusChangeReason { get; init; } = "";
}

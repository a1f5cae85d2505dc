namespace GrpcRefresh.Simulation.World;

/// <summary>A project; names repeat, so <paramref name="Path"/> (outermost first, joined by <c>/</c>) tells them apart.</summary>
public sealed record Project(string Luid, string SiteLuid, string Path, string? ParentLuid, string OwnerLuid)
{
    /// <summary>The last segment of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

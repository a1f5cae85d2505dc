using System.Collections.Immutable;

namespace GrpcRefresh.Simulation.World;

/// <summary>A flow or a virtual connection: content that holds connections, but that nobody refreshes or changes here.</summary>
public sealed record SideContent
{
    /// <summary>The content's LUID.</summary>
    public required string Luid { get; init; }

    /// <summary>Flow or virtual connection.</summary>
    public required SideContentKind Kind { get; init; }

    /// <summary>The display name.</summary>
    public required string Name { get; init; }

    /// <summary>The site the content lives on.</summary>
    public required Site Site { get; init; }

    /// <summary>The project the content lives in.</summary>
    public required Project Project { get; init; }

    /// <summary>The owner.</summary>
    public required User Owner { get; init; }

    /// <summary>The number at the end of the browser's address, as text.</summary>
    public required string VizportalUrlId { get; init; }

    /// <summary>When the content was first published.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The stored connections.</summary>
    public ImmutableArray<ItemConnection> Connections { get; init; } = [];
}

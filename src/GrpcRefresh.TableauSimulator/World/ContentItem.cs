using System.Collections.Immutable;
using GrpcRefresh.Simulation.Jobs;

namespace GrpcRefresh.Simulation.World;

/// <summary>A workbook or a published data source: a fact, replaced as a whole when something about it changes.</summary>
public sealed record ContentItem
{
    /// <summary>The item's LUID.</summary>
    public required string Luid { get; init; }

    /// <summary>Workbook or data source.</summary>
    public required ContentKind Kind { get; init; }

    /// <summary>The display name; not unique.</summary>
    public required string Name { get; init; }

    /// <summary>The site the item lives on.</summary>
    public required Site Site { get; init; }

    /// <summary>The project the item lives in.</summary>
    public required Project Project { get; init; }

    /// <summary>The owner.</summary>
    public required User Owner { get; init; }

    /// <summary>Names of users who may write the item without owning it; they may update a workbook's connections, not a data source's.</summary>
    public ImmutableArray<string> Writers { get; init; } = [];

    /// <summary>The number at the end of the browser's address, as text.</summary>
    public required string VizportalUrlId { get; init; }

    /// <summary>The name in addresses; unique within the site and kind.</summary>
    public required string ContentUrl { get; init; }

    /// <summary>Whether there is an extract to refresh; a live item has none.</summary>
    public bool HasExtracts { get; init; } = true;

    /// <summary>Megabytes, as Tableau counts.</summary>
    public int Size { get; init; } = 1;

    /// <summary>Free text.</summary>
    public string Description { get; init; } = "";

    /// <summary>Labels.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>When the item was first published.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the item or its extract last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The stored connections.</summary>
    public ImmutableArray<ItemConnection> Connections { get; init; } = [];

    /// <summary>The latest updates of the extract, oldest first; twenty are kept.</summary>
    public ImmutableList<ExtractUpdate> ExtractUpdates { get; init; } = [];

    /// <summary>How many refreshes have failed in a row.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>Refreshed by Tableau Bridge, from inside somebody's network.</summary>
    public bool ViaBridge { get; init; }

    /// <summary>How the item's next job ends; falls back to <see cref="JobOutcome.Computed"/> once used.</summary>
    public JobOutcome NextOutcome { get; init; }

    /// <summary>How long this item's jobs run, if not as long as everybody's.</summary>
    public TimeSpan? JobDuration { get; init; }

    /// <summary>Project path and name, as people write it: <c>Sales/EMEA/Pipeline</c>.</summary>
    public string Path => $"{Project.Path}/{Name}";

    internal string KindName => Kind == ContentKind.Workbook ? "workbook" : "datasource";

    internal string Type => Connections.IsEmpty ? "hyper" : Connections[0].Type;
}

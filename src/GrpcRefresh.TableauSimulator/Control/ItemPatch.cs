using System.Collections.Immutable;
using GrpcRefresh.Simulation.Jobs;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Control;

/// <summary>What a caller wants changed about an item.</summary>
internal sealed record ItemPatch
{
    public JobOutcome? NextOutcome { get; init; }

    public TimeSpan? JobDuration { get; init; }

    public bool? HasExtracts { get; init; }

    public bool? ViaBridge { get; init; }

    public string? Name { get; init; }

    public ImmutableArray<string>? Writers { get; init; }

    public ContentItem ApplyTo(ContentItem item) => item with
    {
        NextOutcome = NextOutcome ?? item.NextOutcome,
        JobDuration = JobDuration ?? item.JobDuration,
        HasExtracts = HasExtracts ?? item.HasExtracts,
        ViaBridge = ViaBridge ?? item.ViaBridge,
        Name = Name ?? item.Name,
        Writers = Writers ?? item.Writers,
    };
}

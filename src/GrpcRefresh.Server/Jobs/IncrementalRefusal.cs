using GrpcRefresh.Server.Catalog;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>The refusal of an incremental refresh that Tableau's version offers no way to.</summary>
internal static class IncrementalRefusal
{
    public static RefusedException Of(CatalogItem item, Version version) => new(new Failure(
        ErrorReason.IncrementalNotAvailable,
        $"Tableau's REST API there is {version}: an incremental refresh needs 3.25, or an incremental extract refresh task on '{item.Name}'. Ask for a FULL refresh, or add such a task.")
    {
        Metadata = new Dictionary<string, string> { ["resource"] = item.Luid, ["api_version"] = $"{version}" },
    });
}

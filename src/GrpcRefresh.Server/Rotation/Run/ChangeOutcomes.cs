using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>Changes an item's connections, also when there is nobody left to ask.</summary>
internal static class ChangeOutcomes
{
    public static async Task<IReadOnlyDictionary<int, ChangeOutcome>> OfAsync(
        RunContext context, ItemKey item, IReadOnlyList<StepChange> changes, bool readBack, bool readFirst, CancellationToken halt, CancellationToken stop) =>
        context.ChangeOf(item) is { } change
            ? await change.RunAsync(changes, readBack, readFirst, halt, stop)
            : changes.ToDictionary(each => each.Step.Number, ChangeOutcome (_) => NotConfigured(item.Site));

    private static ChangeOutcome.Failed NotConfigured(SiteKey site) => new(
        new Failure(ErrorReason.SiteNotConfigured, $"This service is no longer configured for {site}, so the connection could not be changed.")
        {
            Metadata = new Dictionary<string, string> { ["server"] = site.Server, ["site"] = site.ContentUrl },
        },
        Touched: false);
}

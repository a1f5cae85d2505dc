using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>Tells whether an item is healthy enough to judge a secret by: what this service saw of it, and what Tableau tells.</summary>
internal sealed class CanaryHealth(TableauSites sites, JobStore store, IOptions<RotationOptions> options, TimeProvider time)
{
    /// <summary>Why the item cannot be a canary, in a sentence; null when it can.</summary>
    public async Task<string?> FindSicknessAsync(ConnectionRecord item, OldSecret oldSecret, CancellationToken ct)
    {
        var lane = ItemKey.Of(item).Lane!.Value;
        var last = await store.LastEndsAsync(lane, ct);
        // With a dead secret every item fails since it died; what counts is that it worked before.
        if (oldSecret != OldSecret.Dead && last.Failure is { } failed && failed > (last.Success ?? DateTimeOffset.MinValue))
        {
            return $"'{item.ItemName}' failed when it was last refreshed ({failed:u}).";
        }

        var success = Later(last.Success, await LastExtractAsync(lane, ct));
        var limit = time.GetUtcNow() - options.Value.CanaryMaxAge;
        return success switch
        {
            null => $"Nobody can tell when '{item.ItemName}' was last refreshed successfully.",
            { } at when at < limit => $"'{item.ItemName}' was last refreshed successfully on {at:u}, longer ago than {RotationOptions.Section}:{nameof(RotationOptions.CanaryMaxAge)} ({options.Value.CanaryMaxAge}).",
            _ => null,
        };
    }

    private async Task<DateTimeOffset?> LastExtractAsync(Lane lane, CancellationToken ct)
    {
        try
        {
            return await sites.Get(lane.Site).GetLastExtractUpdateAsync(lane.Type, lane.Luid, ct);
        }
        catch (TableauException)
        {
            // An index that does not answer is no evidence.
            return null;
        }
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;
}

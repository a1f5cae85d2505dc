using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>Examines one item after the other, for one plan.</summary>
internal sealed class CanaryExamination(
    TableauSites sites, JobStore store, IReadOnlyDictionary<(SiteKey, string), int> failing, OldSecret oldSecret, TimeSpan maxAge, TimeProvider time)
{
    /// <summary>Why the item cannot be a canary, in a sentence; null when it can.</summary>
    public async Task<string?> FindSicknessAsync(ConnectionRecord item, CancellationToken ct)
    {
        if (failing.TryGetValue((item.Site, item.ItemLuid), out var failures) && failures > 0)
        {
            return $"The scheduled refresh of '{item.ItemName}' failed {failures} times in a row.";
        }

        var lane = ItemKey.Of(item).Lane!.Value;
        var ends = await store.LastEndsAsync(lane, ct);
        var success = Later(ends.Success, await LastExtractAsync(lane, ct));
        if (oldSecret != OldSecret.Dead && ends.Failure is { } failed && failed > (success ?? DateTimeOffset.MinValue))
        {
            return $"'{item.ItemName}' failed when it was last refreshed ({failed:u}).";
        }

        return success switch
        {
            null => $"Nobody can tell when '{item.ItemName}' was last refreshed successfully.",
            { } at when at < time.GetUtcNow() - maxAge =>
                $"'{item.ItemName}' was last refreshed successfully on {at:u}, longer ago than {RotationOptions.Section}:{nameof(RotationOptions.CanaryMaxAge)} ({maxAge}).",
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

using System.Globalization;
using GrpcRefresh.Server.Rotation.Tokens;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>How long an old token must lie unused: the overlap, from the last change or its last use since.</summary>
/// <remarks>
/// The history is late, so what it tells at a moment holds for a while ago: that is waited for besides. Somebody who used the token once more begins a
/// second overlap; whoever uses it in that one uses it for good, and it stays. With an overlap of nothing nobody is asked.
/// </remarks>
/// <param name="lateness">By how much the history may be late.</param>
internal sealed class OverlapWait(TokenCourse token, TimeSpan lateness)
{
    private readonly TimeSpan _overlap = token.Order.Overlap;
    private DateTimeOffset _quietSince = token.ChangedAt!.Value;

    public bool IsNeeded { get; private set; } = token.Order.Overlap > TimeSpan.Zero;

    /// <summary>When the history may be asked whether it was quiet.</summary>
    public DateTimeOffset Due => _quietSince + _overlap + lateness;

    /// <summary>Takes in what the history told at <see cref="Due"/>; answers why there is no use in waiting further.</summary>
    public string? WhyGivenUp(DateTimeOffset? lastUse)
    {
        IsNeeded = lastUse > _quietSince;
        if (!IsNeeded)
        {
            return null;
        }

        _quietSince = lastUse!.Value;
        return _quietSince > token.ChangedAt!.Value + _overlap
            ? StillUsed(_quietSince)
            : null;
    }

    public static string StillUsed(DateTimeOffset last) =>
        string.Create(CultureInfo.InvariantCulture, $"somebody still uses it, lastly at {last:u}. Look in Snowflake's login history for who it is.");
}

using GrpcRefresh.Server.Callers.Keys;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Callers;

/// <summary>
/// Whether callers can be told apart at all. With an issuer they can, and from the first key on for good: a service whose last key was revoked is not open to
/// everybody.
/// </summary>
internal sealed class ConfiguredCallers(ApiKeyStore keys, IOptions<CallersOptions> options, TimeProvider time)
{
    /// <summary>How long a key that was made while the service runs may go unnoticed, if it is the first.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private volatile bool _any = options.Value.Issuers.Count > 0;
    private long _lastLook = long.MinValue;

    /// <param name="now">Whether to look in any case: whoever brings a key has just been given one, perhaps.</param>
    public ValueTask<bool> AnyAsync(bool now, CancellationToken ct)
    {
        var last = Volatile.Read(ref _lastLook);
        var isFresh = !now && last != long.MinValue && time.GetElapsedTime(last) < LookAgainAfter;
        return _any || isFresh ? ValueTask.FromResult(_any) : LookAsync(ct);
    }

    private async ValueTask<bool> LookAsync(CancellationToken ct)
    {
        var now = time.GetTimestamp();
        if (await keys.AnyAsync(ct))
        {
            _any = true;
        }

        Volatile.Write(ref _lastLook, now);
        return _any;
    }
}

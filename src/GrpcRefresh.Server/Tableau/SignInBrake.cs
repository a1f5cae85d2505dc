using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Tableau;

/// <summary>
/// Keeps us from signing in again and again: with a refused secret, which locks accounts, and with one whose
/// sessions do not last: somebody else may use the token, and would lose a session each time we win one.
/// </summary>
/// <remarks>Another secret than the refused one is never kept waiting.</remarks>
internal sealed class SignInBrake(SiteKey site, string whyLost, TimeProvider time)
{
    private static readonly TimeSpan ShortLived = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private int _refusals;
    private int _losses;
    private Secret? _secret;
    private string? _code;
    private string? _reason;
    private DateTimeOffset _until;

    /// <summary>How long the refused secret has still to wait.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_gate)
            {
                var left = _until - time.GetUtcNow();
                return _reason is not null && left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <exception cref="TableauException">Signing in with this secret has to wait.</exception>
    public void Check(Secret secret)
    {
        lock (_gate)
        {
            var left = _until - time.GetUtcNow();
            if (_reason is not null && left > TimeSpan.Zero && secret.Equals(_secret))
            {
                throw new TableauException(TableauErrorKind.AuthFailed, _reason) { Code = _code, RetryAfter = left };
            }
        }
    }

    public void SignedIn(Secret secret)
    {
        lock (_gate)
        {
            (_secret, _reason, _refusals) = (secret, null, 0);
        }
    }

    public TableauException Refused(Secret secret, TableauException refusal)
    {
        lock (_gate)
        {
            _secret = secret;
            var pause = Engage(refusal.Code, $"Tableau refused the credential of {site}: {refusal.Message}", _refusals++);
            return new TableauException(TableauErrorKind.AuthFailed, _reason!, refusal)
            {
                Code = refusal.Code,
                Detail = refusal.Detail,
                RequestId = refusal.RequestId,
                HttpStatus = refusal.HttpStatus,
                RetryAfter = pause,
            };
        }
    }

    /// <summary>A session ended before its time. True when it is the second in a row that was short-lived.</summary>
    public bool Lost(SessionTicket ticket, string? code)
    {
        lock (_gate)
        {
            _losses = time.GetUtcNow() - ticket.SignedInAt >= ShortLived ? 1 : _losses + 1;
            if (_losses < 2)
            {
                return false;
            }

            Engage(code, $"Sessions of {site} are lost within minutes: {whyLost}", _losses - 2);
            return true;
        }
    }

    private TimeSpan Engage(string? code, string reason, int step)
    {
        var pause = step < 5 ? FirstPause * (1 << step) : LongestPause;
        pause = pause < LongestPause ? pause : LongestPause;
        (_code, _reason, _until) = (code, reason, time.GetUtcNow() + pause);
        return pause;
    }
}

using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau.Credentials;
using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Server.Tableau;

/// <summary>
/// The one session of a credential, shared by all callers. Tableau ends the earlier session of a personal access token
/// when it is used to sign in again, so nobody else in the service may sign in with it; the other kinds share as well, for the sake of Tableau.
/// </summary>
internal sealed partial class TableauSession(
    SiteKey site, SignIn signIn, ICredential credential, TimeSpan lifetime, TableauMeasures measures, TimeProvider time, ILogger<TableauSession> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly SingleFlight<SessionTicket> _signingIn = new();
    private readonly SignInBrake _brake = new(site, credential.WhyLost, time);
    private SessionTicket? _current;
    private volatile string? _siteLuid;

    /// <summary>What Tableau calls the site; null before the first sign-in.</summary>
    public string? SiteLuid => _siteLuid;

    public bool IsLive => Usable() is not null;

    /// <summary>How long the credential is not tried again, unless it changes.</summary>
    public TimeSpan SignInPause => _brake.Left;

    public Task<SessionTicket> GetAsync(CancellationToken ct) =>
        Usable() is { } ticket ? Task.FromResult(ticket) : _signingIn.JoinAsync(RenewAsync, ct);

    /// <summary>Another session in place of one that Tableau refused; a sign-in only if nobody has replaced it yet.</summary>
    public Task<SessionTicket> ReplaceAsync(SessionTicket refused, TableauException why, CancellationToken ct)
    {
        if (Interlocked.CompareExchange(ref _current, null, refused) == refused)
        {
            measures.SessionLost(site);
            Log.Lost(logger, site, why.Code, why.Detail, why.RequestId);
            // Without a code it was no word of Tableau's, so nothing is known about the token.
            if (why.Code is not null && _brake.Lost(refused, why.Code))
            {
                Log.LostSoon(logger, site, credential.WhyLost);
            }
        }

        return GetAsync(ct);
    }

    /// <summary>Tableau sometimes refuses a token in the first second after handing it out.</summary>
    public bool IsFresh(SessionTicket ticket) => time.GetUtcNow() - ticket.SignedInAt <= Fresh;

    /// <summary>Best effort: a session left behind ends by itself, and its error must not hide a real one.</summary>
    public async ValueTask SignOutAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _current, null) is not { } ticket)
        {
            return;
        }

        try
        {
            await signIn.CloseAsync(ticket, ct);
            Log.SignedOut(logger, site);
        }
        catch (Exception e) when (e is TableauException or OperationCanceledException)
        {
            Log.SignOutFailed(logger, site, e.Message);
        }
    }

    private SessionTicket? Usable() =>
        Volatile.Read(ref _current) is { } ticket && time.GetUtcNow() - ticket.SignedInAt < lifetime ? ticket : null;

    private async Task<SessionTicket> RenewAsync()
    {
        if (Usable() is { } ticket)
        {
            return ticket;
        }

        var now = ReadSecret();
        CheckBrake(now);
        var path = await LocateAsync();
        try
        {
            ticket = await signIn.OpenAsync(path, now, CancellationToken.None);
        }
        catch (TableauException e) when (e.Kind is not (TableauErrorKind.Unreachable or TableauErrorKind.Throttled))
        {
            measures.SignedIn(site, SignInOutcome.Refused);
            var refusal = _brake.Refused(now, e);
            Log.Refused(logger, site, e.Code, e.Detail, e.RequestId, refusal.RetryAfter);
            throw refusal;
        }
        catch (TableauException)
        {
            measures.SignedIn(site, SignInOutcome.Unanswered);
            throw;
        }

        _brake.SignedIn(now);
        measures.SignedIn(site, SignInOutcome.SignedIn);
        Log.SignedIn(logger, site);
        _siteLuid = ticket.SiteLuid;
        Volatile.Write(ref _current, ticket);
        return ticket;
    }

    private void CheckBrake(Secret secret)
    {
        try
        {
            _brake.Check(secret);
        }
        catch (TableauException)
        {
            measures.SignedIn(site, SignInOutcome.Paused);
            throw;
        }
    }

    private async Task<string> LocateAsync()
    {
        try
        {
            return await signIn.LocateAsync(CancellationToken.None);
        }
        catch (TableauException)
        {
            measures.SignedIn(site, SignInOutcome.Unanswered);
            throw;
        }
    }

    private Secret ReadSecret()
    {
        try
        {
            return credential.ReadSecret();
        }
        catch (SecretUnavailableException e)
        {
            measures.SignedIn(site, SignInOutcome.NoSecret);
            Log.NoSecret(logger, site, e.Message, e.InnerException);
            throw new TableauException(TableauErrorKind.AuthFailed, e.Message, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Signed in to {Site}", EventName = "TableauSignedIn")]
        public static partial void SignedIn(ILogger logger, SiteKey site);

        [LoggerMessage(2, LogLevel.Information, "Signed out of {Site}", EventName = "TableauSignedOut")]
        public static partial void SignedOut(ILogger logger, SiteKey site);

        [LoggerMessage(3, LogLevel.Information, "Could not sign out of {Site}: {Reason}", EventName = "TableauSignOutFailed")]
        public static partial void SignOutFailed(ILogger logger, SiteKey site, string reason);

        [LoggerMessage(4, LogLevel.Warning, "Tableau ended the session of {Site}: code {Code}, {Detail} (request id {RequestId})", EventName = "TableauSessionLost")]
        public static partial void Lost(ILogger logger, SiteKey site, string? code, string? detail, string? requestId);

        [LoggerMessage(5, LogLevel.Error, "Sessions of {Site} are lost within minutes, so signing in again is paused; probably {Reason}", EventName = "TableauSessionsLostSoon")]
        public static partial void LostSoon(ILogger logger, SiteKey site, string reason);

        [LoggerMessage(6, LogLevel.Error, "Tableau refused the credential of {Site}: code {Code}, {Detail} (request id {RequestId}); next try in {Pause}, or when the secret changes", EventName = "TableauSignInRefused")]
        public static partial void Refused(ILogger logger, SiteKey site, string? code, string? detail, string? requestId, TimeSpan? pause);

        [LoggerMessage(7, LogLevel.Error, "The secret of {Site} cannot be had: {Reason}", EventName = "TableauSecretUnavailable")]
        public static partial void NoSecret(ILogger logger, SiteKey site, string reason, Exception? cause);
    }
}

using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>Finds out from Snowflake's login history which token a refresh used.</summary>
/// <remarks>
/// Rows come up to hours late. A refresh for which nothing is told yet is asked about again until <see cref="RotationTokenOptions.HistoryPatience"/> is over. Sooner it
/// is settled when the old secret was seen in it and later sign-ins are told already: then its own would be, too.
/// </remarks>
internal sealed class LoginProof(ISnowflakeTokens tokens, SnowflakePersistence snowflake, RotationTokenOptions options, TimeProvider time)
{
    /// <summary>Until when to wait for what a refresh did.</summary>
    public DateTimeOffset Deadline(LoginWindow window) => window.Until + options.HistoryPatience;

    /// <summary>Looks until something is told, or nothing is to be expected any more.</summary>
    public async Task<LoginFinding> WatchAsync(TokenCourse token, LoginWindow window, CancellationToken halt)
    {
        while (true)
        {
            var isLast = time.GetUtcNow() >= Deadline(window);
            var finding = await LookAsync(token, window, isLast, halt);
            if (finding.Verdict != LoginVerdict.Untold)
            {
                return finding;
            }

            await PauseAsync(Deadline(window), halt);
        }
    }

    /// <summary>Looks once.</summary>
    /// <param name="isLast">Nothing further is waited for: what is not told now did not happen.</param>
    public async Task<LoginFinding> LookAsync(TokenCourse token, LoginWindow window, bool isLast, CancellationToken ct)
    {
        try
        {
            var seen = await SightAsync(token, window.Since, window.Until, ct);
            return seen switch
            {
                { New: > 0, Old: 0 } => new LoginFinding(LoginVerdict.New),
                { New: > 0 } => new LoginFinding(LoginVerdict.Both),
                _ when isLast => new LoginFinding(LoginVerdict.NotNew),
                { Old: > 0 } when await IsToldSinceAsync(token, window.Until, ct) => new LoginFinding(LoginVerdict.NotNew),
                _ => new LoginFinding(LoginVerdict.Untold),
            };
        }
        catch (SnowflakeException e)
        {
            return new LoginFinding(isLast || !SnowflakePersistence.MayPass(e) ? LoginVerdict.Unreadable : LoginVerdict.Untold, e.Message);
        }
    }

    public Task PauseAsync(DateTimeOffset deadline, CancellationToken halt)
    {
        var left = deadline - time.GetUtcNow();
        return Task.Delay(left > TimeSpan.Zero && left < options.HistoryEvery ? left : options.HistoryEvery, time, halt);
    }

    private async Task<bool> IsToldSinceAsync(TokenCourse token, DateTimeOffset since, CancellationToken ct) =>
        time.GetUtcNow() is var now && now > since && await SightAsync(token, since, now, ct) is { New: > 0 } or { Old: > 0 };

    private Task<TokenSightings> SightAsync(TokenCourse token, DateTimeOffset since, DateTimeOffset until, CancellationToken ct) =>
        snowflake.AskAsync(() => tokens.SightAsync(token.Order.User, token.Name, since, until, ct), ct);
}

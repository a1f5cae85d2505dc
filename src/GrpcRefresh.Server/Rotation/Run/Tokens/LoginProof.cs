using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>Finds out from Snowflake's login history which token a refresh used.</summary>
/// <remarks>
/// Rows come up to hours late. A refresh for which nothing is told yet is asked about again until <see cref="RotationTokenOptions.HistoryPatience"/> is over. Sooner it
/// is settled when the old secret was seen in it and the history already tells of what came after it: then its own sign-in would be told, too.
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
            var seen = await snowflake.AskAsync(() => tokens.SightAsync(token.Order.User, token.Name, window.Since, window.Until, ct), ct);
            return seen switch
            {
                { Undecided: > 0 } => isLast
                    ? new LoginFinding(LoginVerdict.Unreadable, "Snowflake's login history does not tell with which token a login was made.")
                    : new LoginFinding(LoginVerdict.Untold),
                { New: > 0, Old: 0 } => new LoginFinding(LoginVerdict.New),
                { New: > 0 } => new LoginFinding(LoginVerdict.Both),
                { Old: > 0 } when seen.ToldUntil > window.Until => new LoginFinding(LoginVerdict.NotNew),
                _ => new LoginFinding(isLast ? LoginVerdict.NotNew : LoginVerdict.Untold),
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
}

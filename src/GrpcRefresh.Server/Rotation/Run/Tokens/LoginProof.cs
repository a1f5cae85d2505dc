using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>Finds out from Snowflake's login history which token a refresh used.</summary>
/// <remarks>
/// Rows come up to hours late, those of one refresh before those of another that it overlaps. So nothing is settled before the history tells of what came after the
/// refresh, except that both secrets were seen; else it is asked again until <see cref="RotationTokenOptions.HistoryPatience"/> is over.
/// </remarks>
internal sealed class LoginProof(ISnowflakeTokens tokens, SnowflakePersistence snowflake, RotationTokenOptions options, TimeProvider time)
{
    public LoginWindow WindowOf(JobRecord refresh) => LoginWindow.Of(refresh, options.ClockSkew);

    /// <summary>Until when to wait for what a refresh did.</summary>
    public DateTimeOffset Deadline(LoginWindow window) => window.Latest + options.HistoryPatience;

    /// <summary>Looks until something is told, or nothing is to be expected any more.</summary>
    public async Task<LoginFinding> WatchAsync(TokenCourse token, LoginWindow window, CancellationToken halt)
    {
        while (true)
        {
            var isLast = time.GetUtcNow() >= Deadline(window);
            var finding = (await LookAsync(token, [window], isLast, halt))[0];
            if (finding.Verdict != LoginVerdict.Untold)
            {
                return finding;
            }

            await PauseAsync(Deadline(window), halt);
        }
    }

    /// <summary>Looks once for all of them: each look may resume a warehouse.</summary>
    /// <param name="isLast">Nothing further is waited for: what is not told now did not happen.</param>
    /// <returns>A finding for each, in their order.</returns>
    public async Task<IReadOnlyList<LoginFinding>> LookAsync(TokenCourse token, IReadOnlyList<LoginWindow> windows, bool isLast, CancellationToken ct)
    {
        try
        {
            return await ReadAsync(token, windows, isLast, ct);
        }
        catch (SnowflakeException e)
        {
            return [.. windows.Select(_ => new LoginFinding(isLast || !SnowflakePersistence.MayPass(e) ? LoginVerdict.Unreadable : LoginVerdict.Untold, e.Message))];
        }
    }

    /// <summary>Looks at what was settled before, now that more may be told.</summary>
    /// <exception cref="SnowflakeException">It could not be asked.</exception>
    public async Task<IReadOnlyList<LoginFinding>> LookAgainAsync(TokenCourse token, IReadOnlyList<LoginWindow> windows, CancellationToken ct) =>
        windows.Count == 0 ? [] : await ReadAsync(token, windows, isLast: true, ct);

    public Task PauseAsync(DateTimeOffset deadline, CancellationToken halt)
    {
        var left = deadline - time.GetUtcNow();
        return Task.Delay(left > TimeSpan.Zero && left < options.HistoryEvery ? left : options.HistoryEvery, time, halt);
    }

    private async Task<IReadOnlyList<LoginFinding>> ReadAsync(TokenCourse token, IReadOnlyList<LoginWindow> windows, bool isLast, CancellationToken ct)
    {
        var (since, until) = (windows.Min(window => window.Earliest), windows.Max(window => window.Latest));
        var seen = await snowflake.AskAsync(() => tokens.SightAsync(token.Order.User, token.Name, since, until, ct), ct);
        return [.. windows.Select(window => Judge(seen, window, isLast))];
    }

    private static LoginFinding Judge(TokenSightings seen, LoginWindow window, bool isLast)
    {
        var isNew = seen.Count(SightedBy.New, window.Since, window.Until) > 0;
        var isOld = seen.Count(SightedBy.Old, window.Earliest, window.Latest) > 0;
        var isUndecided = seen.Count(SightedBy.Undecided, window.Earliest, window.Latest) > 0;
        return (isNew, isOld) switch
        {
            _ when isUndecided => isLast
                ? new LoginFinding(LoginVerdict.Unreadable, "Snowflake's login history does not tell with which token a login was made.")
                : new LoginFinding(LoginVerdict.Untold),
            (true, true) => new LoginFinding(LoginVerdict.Both),
            _ when !isLast && !(seen.ToldUntil > window.Latest) => new LoginFinding(LoginVerdict.Untold),
            (true, false) => new LoginFinding(LoginVerdict.New),
            (false, true) => new LoginFinding(LoginVerdict.NotNew),
            _ => new LoginFinding(isLast ? LoginVerdict.NotNew : LoginVerdict.Untold),
        };
    }
}

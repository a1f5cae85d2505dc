using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>Has each token made, keeps its secret, and signs in with it, before any connection is touched.</summary>
internal sealed class TokenMaking(RunContext context, RotationBoard board)
{
    /// <summary>Why nothing may be changed; null when all are there and work.</summary>
    /// <exception cref="OperationCanceledException">The rotation is cancelled, or the service stops.</exception>
    public async Task<Failure?> RunAsync(CancellationToken halt, CancellationToken stop)
    {
        foreach (var key in board.Course.Tokens.Select(token => token.CredentialKey).ToList())
        {
            halt.ThrowIfCancellationRequested();
            try
            {
                await MakeAsync(key, halt, stop);
                await ProveAsync(key, halt, stop);
            }
            catch (SnowflakeException e)
            {
                var failure = SnowflakeFailures.From(e);
                return failure with { Message = $"The token of {board.Course.Token(key)!.Order.User} {WhatFailed(key)}: {failure.Message}" };
            }
        }

        return null;
    }

    private string WhatFailed(string key) => board.Course.Token(key)!.State == RotationTokenState.Making ? "could not be made" : "was made, but does not work";

    private async Task MakeAsync(string key, CancellationToken halt, CancellationToken stop)
    {
        if (board.Course.Token(key) is not { State: RotationTokenState.Planned or RotationTokenState.Making } token)
        {
            return;
        }

        var isRepeated = token.State == RotationTokenState.Making;
        token = token with { State = RotationTokenState.Making };
        await board.RecordAsync([], course: board.Course.With(token), also: isRepeated ? null : TokenAudit.Make(board.Job, token, AuditOutcome.Intended));
        try
        {
            var minted = await context.Snowflake.TryAsync(AskAsync, halt, stop);
            context.Secrets.Add(key, new ResolvedCredential(token.Order.User, minted.Secret, Previous: null));
            token = token with
            {
                State = RotationTokenState.Made,
                Name = minted.Name,
                OldName = token.OldName is null ? null : minted.OldName,
                ExpiresAt = minted.ExpiresAt,
                OldExpiresAt = minted.OldExpiresAt,
                // ROTATE gives it a name that nobody had before, and perhaps another moment.
                OldCreatedAt = minted.OldName == token.OldName ? token.OldCreatedAt : null,
            };
            await board.RecordAsync(
                [],
                course: board.Course.With(token),
                also: TokenAudit.Make(board.Job, token, AuditOutcome.Accepted),
                secrets: new SecretChange.Add(key, token.Order.User, minted.Secret));
        }
        catch (SnowflakeException e)
        {
            await AuditAsync(e);
            throw;
        }
        catch (OperationCanceledException e) when (e.InnerException is SnowflakeException tried)
        {
            await AuditAsync(tried);
            throw;
        }

        Task AuditAsync(SnowflakeException e)
        {
            var (outcome, about) = TokenAudit.Of(e);
            return board.RecordAsync([], also: TokenAudit.Make(board.Job, token, outcome, about));
        }

        Task<MintedToken> AskAsync()
        {
            var intent = new TokenIntent(token.Order, token.Name, token.OldName, token.Role, token.RequestId, isRepeated);
            // From now on Snowflake may know of it.
            isRepeated = true;
            return context.Tokens.MakeAsync(intent, stop);
        }
    }

    private async Task ProveAsync(string key, CancellationToken halt, CancellationToken stop)
    {
        if (board.Course.Token(key) is { State: RotationTokenState.Made } token)
        {
            await context.Snowflake.TryAsync(AskAsync, halt, stop);
            await board.RecordAsync([], course: board.Course.With(token with { State = RotationTokenState.InUse }));

            async Task<bool> AskAsync()
            {
                await context.Tokens.ProveAsync(token.Order.User, context.Secrets.New(key), stop);
                return true;
            }
        }
    }
}

using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Looks at a user's tokens before one is made, and refuses what could not be carried out.</summary>
internal sealed class TokenSurveyor(
    SnowflakeAccount account, UserTokens tokens, TokenUse use, SnowflakeOptions service, RotationTokenOptions options, TimeProvider time)
{
    public async Task<TokenSurvey> SurveyAsync(TokenOrder order, CancellationToken ct)
    {
        if (!string.IsNullOrEmpty(service.PatFile) && UserTokens.SameName(service.User ?? "", order.User))
        {
            throw TokenRefusals.Precondition(
                $"{order.User} is the service's own Snowflake user, which signs in by a token: Snowflake lets no such session rotate or remove tokens of its own user. Give the service a user of its own, or a key pair ({SnowflakeOptions.Section}:PrivateKeyFile).");
        }

        var all = await ListAsync(order.User, ct);
        var (uses, problem) = await UsesAsync(order.User, ct);
        var old = OldToken.Choose(order, all, uses);
        TokenRoom.Check(order, all, old.Token, time.GetUtcNow());
        var role = order.Method == TokenMethod.Rotate ? old.Token?.Role : order.Role ?? old.Model?.Role;
        if (role is null && await TypeOfAsync(order.User, ct) == "SERVICE")
        {
            throw TokenRefusals.Field("role", $"{order.User} is a service user, for whose tokens Snowflake demands a role, and there is no old token to take it from. Give a role that is granted to {order.User}.");
        }

        List<string> warnings = [.. old.Warning is null ? [] : new[] { old.Warning }, .. TokenRoom.Warnings(order, old.Token, time.GetUtcNow())];
        return new TokenSurvey(old.Token, role, problem is null, uses, problem is null ? warnings : [.. warnings, problem])
        {
            Lifetime = TokenLifetime.Of(order, old.Model),
            Now = time.GetUtcNow(),
        };
    }

    private async Task<IReadOnlyList<SnowflakeTokenRecord>> ListAsync(string user, CancellationToken ct)
    {
        try
        {
            return await tokens.ListAsync(user, ct);
        }
        catch (SnowflakeException e) when (e.Kind is SnowflakeErrorKind.NotFound or SnowflakeErrorKind.Forbidden && e.HttpStatus == 422)
        {
            throw TokenRefusals.NoUser(user, e);
        }
    }

    // May be forbidden to a role that may look after the tokens; Snowflake then refuses by itself what lacks a role.
    private async Task<string?> TypeOfAsync(string user, CancellationToken ct)
    {
        try
        {
            var type = (await account.QueryAsync(TokenStatements.Describe(user), ct)).Rows
                .FirstOrDefault(row => string.Equals(row.TextOrNull("property"), "TYPE", StringComparison.OrdinalIgnoreCase));
            return type?.TextOrNull("value")?.ToUpperInvariant();
        }
        catch (SnowflakeException e) when (e.HttpStatus == 422)
        {
            return null;
        }
    }

    private async Task<(IReadOnlyList<TokenUseRecord> Uses, string? Problem)> UsesAsync(string user, CancellationToken ct)
    {
        try
        {
            return (await use.ListAsync(user, time.GetUtcNow() - options.LookBack, ct), null);
        }
        catch (SnowflakeException e) when (e.HttpStatus == 422)
        {
            return ([],
                $"The login history ({options.LoginHistory}, {options.Credentials}) cannot be read, so nothing proves that connections use the new token, and the old one is not removed at the end. "
                + $"GRANT DATABASE ROLE SNOWFLAKE.SECURITY_VIEWER TO ROLE the service's role, which also needs a warehouse for it. Snowflake says: {(e.Detail ?? e.Message).ReplaceLineEndings(" ")}");
        }
    }
}

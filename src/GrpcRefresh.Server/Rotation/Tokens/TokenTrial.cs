using System.Text.Json;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Finds out whether a secret is what it should be.</summary>
internal sealed class TokenTrial(SnowflakeAccount account)
{
    /// <summary>Signs in with it, and asks who that is: Snowflake answers without a warehouse.</summary>
    public async Task SignInAsync(string user, Secret secret, CancellationToken ct)
    {
        string me;
        try
        {
            me = (await account.WithToken(secret).QueryAsync(TokenStatements.WhoAmI(), ct)).Rows is [var row, ..] ? row.Text("ME") : "";
        }
        catch (SnowflakeException e) when (Remedy(e.Kind, user) is { } remedy)
        {
            throw Worded(e, user, remedy);
        }

        if (me != user)
        {
            throw new SnowflakeException(SnowflakeErrorKind.Unexpected, $"The new token of {user} signs in as {(me.Length > 0 ? me : "nobody")}.");
        }
    }

    /// <summary>Whether it is the secret that the token has now. A secret that was told again may belong to a token that is gone or was rotated since.</summary>
    public async Task<bool> IsCurrentAsync(string user, string token, Secret secret, CancellationToken ct)
    {
        try
        {
            return (await account.QueryAsync(TokenStatements.Decode(secret), ct)).Rows is [var row, ..] && row.Json("DECODED") is { ValueKind: JsonValueKind.Object } decoded
                && Says(decoded, "USER_NAME", user) && Says(decoded, "PAT_NAME", token) && Says(decoded, "STATE", "ACTIVE");
        }
        catch (SnowflakeException e) when (e.HttpStatus == 422)
        {
            return false;
        }
    }

    private static bool Says(JsonElement decoded, string key, string value) =>
        decoded.TryGetProperty(key, out var said) && said.ValueKind == JsonValueKind.String && UserTokens.SameName(said.GetString()!, value);

    // The client's own remedies speak of the service's own user.
    private static string? Remedy(SnowflakeErrorKind kind, string user) => kind switch
    {
        SnowflakeErrorKind.NetworkPolicy => $"Let the network policy of {user} admit the address that this machine comes from, besides Tableau's.",
        SnowflakeErrorKind.UserDisabled => $"Let an administrator enable {user} again (ALTER USER … SET DISABLED = FALSE), or wait until it is unlocked.",
        SnowflakeErrorKind.Forbidden => $"Grant the role of the token to {user}.",
        SnowflakeErrorKind.AuthFailed or SnowflakeErrorKind.TokenExpired =>
            $"Let an administrator look at {user}: its authentication policy must allow PROGRAMMATIC_ACCESS_TOKEN.",
        _ => null,
    };

    private static SnowflakeException Worded(SnowflakeException e, string user, string remedy) => new(
        e.Kind, $"Snowflake does not let the new token of {user} in (HTTP {e.HttpStatus}, code {e.Code ?? "none"}: {(e.Detail ?? "no message").TrimEnd('.')}). {remedy}", e)
    {
        Code = e.Code,
        SqlState = e.SqlState,
        Detail = e.Detail,
        QueryId = e.QueryId,
        LoginFailureId = e.LoginFailureId,
        RequestId = e.RequestId,
        HttpStatus = e.HttpStatus,
        RetryAfter = e.RetryAfter,
        MayHaveTakenEffect = e.MayHaveTakenEffect,
    };
}

using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>What is said to a caller whose order for a token cannot be carried out.</summary>
internal static class TokenRefusals
{
    /// <param name="field">Of SnowflakeToken.</param>
    public static RefusedException Field(string field, string description) => RefusedException.InvalidField($"snowflake_token.{field}", description);

    /// <summary>What Snowflake would refuse anyway, said before anything is begun.</summary>
    public static RefusedException Precondition(string message) => new(new Failure(ErrorReason.SnowflakeRefused, message));

    /// <summary>Snowflake does not tell a user that is missing from one that is hidden.</summary>
    public static RefusedException NoUser(string user, SnowflakeException e)
    {
        var failure = SnowflakeFailures.From(e);
        return new RefusedException(failure with
        {
            Message = $"Snowflake knows no user {user}, or the service's role may not look after its tokens. Check the name, which is taken as SHOW USERS prints it, and "
                + $"GRANT MODIFY PROGRAMMATIC AUTHENTICATION METHODS ON USER {SqlName.Of(user)} TO ROLE the service's role. Snowflake says: {(e.Detail ?? e.Message).ReplaceLineEndings(" ")}",
        }, e);
    }

    /// <summary>The account was taken out of the configuration while a rotation ran: a call without one is refused before.</summary>
    public static SnowflakeException NotConfigured() => new(
        SnowflakeErrorKind.NotConfigured, $"The service no longer has a Snowflake user of its own. Set {SnowflakeOptions.Section}:Account, User and a credential.");
}

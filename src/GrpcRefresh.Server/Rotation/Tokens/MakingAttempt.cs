using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>What came of one statement that makes a secret.</summary>
/// <param name="Secret">Null when none was told, although there may be one by now.</param>
/// <param name="Doubt">Why it is not known whether it took effect; null when it did.</param>
internal sealed record MakingAttempt(Secret? Secret, SnowflakeException? Doubt)
{
    /// <summary>How often a rotation asks before it gives up for now. The client itself repeats each several times.</summary>
    public const int Most = 5;

    /// <exception cref="SnowflakeException">It was refused, and took no effect.</exception>
    public static async Task<MakingAttempt> RunAsync(SnowflakeAccount account, SqlStatement statement, CancellationToken ct)
    {
        try
        {
            var result = await account.QueryAsync(statement, ct);
            return new MakingAttempt(result.Rows is [var row, ..] && row.TextOrNull("token_secret") is { Length: > 0 } told ? new Secret(told) : null, null);
        }
        catch (SnowflakeException e) when (e.MayHaveTakenEffect || e.Kind == SnowflakeErrorKind.AlreadyExists)
        {
            return new MakingAttempt(null, e);
        }
    }

    /// <summary>After too many. It is worth asking again later if Snowflake could not be reached.</summary>
    public SnowflakeException GivenUp(TokenIntent intent, SqlStatement statement) => new(
        Doubt is { Kind: SnowflakeErrorKind.Unreachable or SnowflakeErrorKind.Throttled } ? Doubt.Kind : SnowflakeErrorKind.Unexpected,
        $"After {Most} tries the token {intent.Name} of {intent.Order.User} still has no known secret. {Doubt?.Message}".TrimEnd(), Doubt)
    {
        RequestId = statement.RequestId,
        MayHaveTakenEffect = true,
    };
}

using System.Globalization;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>How long a new token lasts. One that is renewed by nobody ends for all connections at once.</summary>
/// <param name="Days">Null leaves it to Snowflake, or, with ROTATE, as it is.</param>
/// <param name="IsOrdered">The request says so; else it is taken over from the token before.</param>
internal sealed record TokenLifetime(int? Days, bool IsOrdered)
{
    private const int Longest = 365;

    /// <summary>Snowflake's, unless an authentication policy says otherwise.</summary>
    private const int Default = 15;

    /// <param name="model">The token before, if there is one.</param>
    public static TokenLifetime Of(TokenOrder order, SnowflakeTokenRecord? model) =>
        order.Method == TokenMethod.Rotate ? new TokenLifetime(null, IsOrdered: false)
        : order.DaysToExpiry is { } ordered ? new TokenLifetime(ordered, IsOrdered: true)
        : new TokenLifetime(model?.ExpiresAt - model?.CreatedAt is { } lifetime ? Math.Clamp((int)Math.Round(lifetime.TotalDays), 1, Longest) : null, IsOrdered: false);

    public string Warning(string user, DateTimeOffset now)
    {
        var days = Days ?? Default;
        var whose = IsOrdered ? "as ordered" : Days is null ? "Snowflake's default, unless a policy says otherwise" : "as the old one had";
        var end = (now + TimeSpan.FromDays(days)).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"{user}: the new token expires after {days} days ({whose}), on {end}. Rotate again before that{(IsOrdered ? "" : ", or say days_to_expiry")}.";
    }
}

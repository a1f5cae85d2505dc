using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Reads the order for a token that the service is to make in Snowflake.</summary>
internal static class SnowflakeTokenFields
{
    private const int LongestName = 255;
    private const int MostDays = 365;

    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);
    private static readonly TimeSpan ShortestOverlapOfRotate = TimeSpan.FromHours(1);

    /// <param name="overlap">For a request that tells none.</param>
    public static TokenOrder Read(SnowflakeToken value, string field, TimeSpan overlap, FieldErrors errors)
    {
        if (value.User.Length == 0)
        {
            errors.Add($"{field}.user", "is required: the Snowflake user, as SHOW USERS prints the name");
        }

        if (value.DaysToExpiry is < 0 or > MostDays)
        {
            errors.Add($"{field}.days_to_expiry", $"is {value.DaysToExpiry}; give 1 to {MostDays}, or 0 for the lifetime of the old token");
        }

        var order = new TokenOrder(
            ReadName(value.User, $"{field}.user", errors),
            ReadName(value.OldToken, $"{field}.old_token", errors) is { Length: > 0 } old ? old : null,
            ReadOverlap(value, $"{field}.overlap", overlap, errors),
            value.KeepOldToken,
            ReadName(value.Role, $"{field}.role", errors) is { Length: > 0 } role ? role : null,
            value.DaysToExpiry == 0 ? null : value.DaysToExpiry,
            EnumFields.Read(value.Method, TokenMethod.Add, $"{field}.method", errors));
        if (order.Method == TokenMethod.Rotate)
        {
            DemandRotatable(order, field, errors);
        }

        return order;
    }

    private static string ReadName(string value, string field, FieldErrors errors)
    {
        if (value.Length > LongestName)
        {
            errors.Add(field, $"has {value.Length} characters; a name in Snowflake has at most {LongestName}");
            return value;
        }

        return TextFields.Read(value, field, LongestName, errors);
    }

    private static TimeSpan ReadOverlap(SnowflakeToken value, string field, TimeSpan whenAbsent, FieldErrors errors)
    {
        var overlap = TimeFields.Read(value.Overlap, field, whenAbsent, errors);
        var shortest = value.Method == TokenMethod.Rotate ? ShortestOverlapOfRotate : TimeSpan.Zero;
        if (overlap < shortest || overlap > LongestOverlap)
        {
            errors.Add(field, $"must be from {shortest.TotalSeconds:N0} s{(shortest > TimeSpan.Zero ? " with TOKEN_METHOD_ROTATE" : "")} to {LongestOverlap.TotalDays:N0} days; leave it out for {whenAbsent}");
        }

        return overlap;
    }

    /// <summary>ROTATE keeps what a token has, and ends the old secret by itself.</summary>
    private static void DemandRotatable(TokenOrder order, string field, FieldErrors errors)
    {
        if (order.OldToken is null)
        {
            errors.Add($"{field}.old_token", "is required with TOKEN_METHOD_ROTATE: the token that gets a new secret");
        }

        foreach (var (isGiven, name) in new[] { (order.KeepsOld, "keep_old_token"), (order.Role is not null, "role"), (order.DaysToExpiry is not null, "days_to_expiry") })
        {
            if (isGiven)
            {
                errors.Add($"{field}.{name}", "goes only with TOKEN_METHOD_ADD; leave it out, or choose ADD");
            }
        }
    }
}

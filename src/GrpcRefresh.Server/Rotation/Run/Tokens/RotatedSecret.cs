using System.Globalization;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>What an operator has to know of a ROTATE that has no good end: the old secret does not stay.</summary>
internal static class RotatedSecret
{
    /// <summary>Empty for a token that was added beside the old one.</summary>
    public static string Deadline(TokenCourse token) => token.Order.Method != TokenMethod.Rotate ? ""
        : token.OldExpiresAt is { } end ? string.Create(CultureInfo.InvariantCulture, $" Snowflake ends the old secret of {token.Name} at {end:u}: rotate again before that what may hold it.")
        : $" Snowflake ends the old secret of {token.Name} within {token.Order.Overlap.TotalHours:0} hours, if it has made the new one: rotate again before that what may hold it.";
}

using System.Globalization;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>The statements about tokens. None of them needs a warehouse.</summary>
internal static class TokenStatements
{
    /// <summary>Stands at every token that the service adds, so that leftovers are told apart from other people's.</summary>
    public const string Comment = "GrpcRefresh: made by a rotation, for connections of Tableau";

    public static SqlStatement Show(string user) => new($"SHOW USER PROGRAMMATIC ACCESS TOKENS FOR USER {SqlName.Of(user)}");

    public static SqlStatement Describe(string user) => new($"DESC USER {SqlName.Of(user)}");

    public static SqlStatement Add(TokenIntent intent) => Make(intent, $"ADD PROGRAMMATIC ACCESS TOKEN {SqlName.Of(intent.Name)}{Role(intent.Role)}{Days(intent.Order.DaysToExpiry)} COMMENT = {SqlLiteral.Of(Comment)}");

    // Without IF EXISTS, which would turn a wrong name into a silent success.
    public static SqlStatement Rotate(TokenIntent intent, int hours) =>
        Make(intent, $"ROTATE PROGRAMMATIC ACCESS TOKEN {SqlName.Of(intent.Name)} EXPIRE_ROTATED_TOKEN_AFTER_HOURS = {Number(hours)}");

    public static SqlStatement Remove(string user, string token) => new($"ALTER USER {SqlName.Of(user)} REMOVE PROGRAMMATIC ACCESS TOKEN {SqlName.Of(token)}");

    public static SqlStatement WhoAmI() => new("SELECT CURRENT_USER() AS ME");

    public static SqlStatement Decode(Secret secret) => new("SELECT SYSTEM$DECODE_PAT(?) AS DECODED") { Bindings = [SqlBinding.Secret(secret)] };

    private static SqlStatement Make(TokenIntent intent, string clause) => new($"ALTER USER {SqlName.Of(intent.Order.User)} {clause}")
    {
        ResultIsSecret = true,
        RequestId = intent.RequestId,
        Repeated = intent.IsRepeated,
    };

    private static string Role(string? role) => role is null ? "" : $" ROLE_RESTRICTION = {SqlLiteral.Of(role)}";

    private static string Days(int? days) => days is { } number ? $" DAYS_TO_EXPIRY = {Number(number)}" : "";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

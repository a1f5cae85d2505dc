using System.Globalization;
using System.Text.Json;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary><c>SELECT SYSTEM$…(…)</c>: what the account tells about itself.</summary>
internal static class SystemFunctions
{
    public static SqlOutcome? TryCall(SqlSession session, IReadOnlyList<SqlToken> tokens)
    {
        if (tokens is not [_, { Kind: SqlTokenKind.Word } function, ..] || !function.Text.StartsWith("SYSTEM$", StringComparison.Ordinal))
        {
            return null;
        }

        var cursor = new SqlCursor(tokens);
        cursor.Expect("SELECT", function.Text);
        cursor.Expect("(");
        var value = cursor.Next?.Is(")") == true ? "" : Argument(session, cursor.Take());
        cursor.Expect(")");
        var column = cursor.Try("AS") ? cursor.Name() : function.Text;
        cursor.ExpectEnd();
        return new SqlOutcome([new SqlOutColumn(column, "text")], [[Call(session, function.Text, value)]]);
    }

    private static string Argument(SqlSession session, SqlToken argument) => argument.Kind switch
    {
        SqlTokenKind.Literal => argument.Text,
        SqlTokenKind.Binding => session.Bindings.ElementAtOrDefault(int.Parse(argument.Text, CultureInfo.InvariantCulture) - 1) as string ?? "",
        _ => throw SqlProblem.Unknown($"'{argument.Raw}' as an argument"),
    };

    private static string Call(SqlSession session, string function, string value) => function switch
    {
        "SYSTEM$GET_SNOWFLAKE_EGRESS_IP_RANGES" => """[{"ipv4_prefix":"192.0.2.0/24","effective":"2026-01-01T00:00:00Z","expires":"2030-01-01T00:00:00Z"}]""",
        "SYSTEM$DECODE_PAT" => Decode(session.World, value),
        "SYSTEM$GET_LOGIN_FAILURE_DETAILS" => Guid.TryParse(value, out var id) && session.World.Logins.DetailsOf(id) is { } details
            ? JsonSerializer.Serialize(new { errorCode = "JWT_TOKEN_INVALID", details })
            : throw new SqlProblem("099100", "22023", "There is no login failure of that id."),
        _ => throw SqlProblem.Unknown($"the function {function}"),
    };

    private static string Decode(SnowflakeWorld world, string secret)
    {
        var found = world.Users.SelectMany(user => user.Tokens.Select(token => (User: user, Token: token))).FirstOrDefault(pair => pair.Token.Secret == secret);
        return found.Token is null
            ? throw new SqlProblem("394400", "22023", "Programmatic access token is invalid.")
            : JsonSerializer.Serialize(new { STATE = found.Token.StatusAt(world.Now), PAT_NAME = found.Token.Name, USER_NAME = found.User.Name });
    }
}

using System.Security.Cryptography;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary><c>DESC USER</c>, the properties that matter here.</summary>
internal static class UserStatements
{
    public static SqlOutcome Describe(SqlSession session, SqlCursor cursor)
    {
        var user = Find(session, cursor.Name());
        cursor.ExpectEnd();
        if (user != session.Identity.User && !session.World.MayManageTokens(session.Role, user))
        {
            throw SqlProblem.NoPrivilege($"user '{user.Name}'");
        }

        return new SqlOutcome([new("property", "text"), new("value", "text"), new("default", "text"), new("description", "text")],
        [
            Row("NAME", user.Name), Row("TYPE", user.Type.ToString().ToUpperInvariant()), Row("DISABLED", user.Disabled ? "true" : "false"),
            Row("DEFAULT_ROLE", user.DefaultRole), Row("DEFAULT_WAREHOUSE", user.DefaultWarehouse),
            Row("RSA_PUBLIC_KEY_FP", Fingerprint(user, 0)), Row("RSA_PUBLIC_KEY_2_FP", Fingerprint(user, 1)),
        ]);
    }

    public static SnowflakeUser Find(SqlSession session, string name) =>
        session.World.Users.FirstOrDefault(user => user.Name == name) ?? throw SqlProblem.NoObject("User", name);

    private static string?[] Row(string name, string? value) => [name, value, "null", ""];

    private static string? Fingerprint(SnowflakeUser user, int place) =>
        user.PublicKeys.Count > place ? $"SHA256:{Convert.ToBase64String(SHA256.HashData(user.PublicKeys[place]))}" : null;
}

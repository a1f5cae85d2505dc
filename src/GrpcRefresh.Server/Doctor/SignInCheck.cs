using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Doctor;

/// <summary>Whether Snowflake lets the service in, and as whom.</summary>
internal static class SignInCheck
{
    private const string Sql =
        "SELECT CURRENT_USER() AS ME, CURRENT_ROLE() AS MY_ROLE, CURRENT_WAREHOUSE() AS MY_WAREHOUSE, CURRENT_DATABASE() AS MY_DATABASE, CURRENT_VERSION() AS SNOWFLAKE_VERSION";

    /// <returns>The role; null when there was no sign-in.</returns>
    public static async Task<string?> RunAsync(SnowflakeOptions options, Examination examination)
    {
        SqlResult result;
        try
        {
            result = await examination.QueryAsync(new SqlStatement(Sql));
        }
        catch (SnowflakeException e)
        {
            examination.Add("sign-in", FindingState.Failed, Sql, Examination.Words(e), "The service cannot ask Snowflake for anything.");
            return null;
        }

        var row = result.Rows[0];
        var role = row.TextOrNull("MY_ROLE") ?? "";
        examination.Add("sign-in", FindingState.Good, Sql, $"{row.TextOrNull("ME")}, Snowflake {row.TextOrNull("SNOWFLAKE_VERSION")}", "Credential and network policy let the service in.");
        examination.Add("role", role.Length > 0 ? FindingState.Good : FindingState.Failed, "CURRENT_ROLE()", Shown(role), Compared("Role", options.Role, "the user's default role"));
        var warehouse = row.TextOrNull("MY_WAREHOUSE");
        examination.Add("warehouse", warehouse is null ? FindingState.Failed : FindingState.Good, "CURRENT_WAREHOUSE()", Shown(warehouse),
            warehouse is null ? $"Tables can neither be read nor written. Set {SnowflakeOptions.Section}:Warehouse, and grant USAGE on it to the role." : Compared("Warehouse", options.Warehouse, "the user's default warehouse"));
        examination.Add("database", FindingState.Good, "CURRENT_DATABASE()", Shown(row.TextOrNull("MY_DATABASE")), "Names with their database and schema do not need one.");
        return role;
    }

    private static string Shown(string? text) => string.IsNullOrEmpty(text) ? "none" : text;

    private static string Compared(string key, string? configured, string otherwise) =>
        configured is null ? $"{SnowflakeOptions.Section}:{key} is not set: {otherwise}." : $"As {SnowflakeOptions.Section}:{key} says.";
}

using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Doctor;

/// <summary>What the role was granted, and the tokens of the users that it may manage.</summary>
internal static class GrantsCheck
{
    private const string ManagesTokens = "MODIFY PROGRAMMATIC AUTHENTICATION METHODS";

    public static async Task RunAsync(string role, Examination examination)
    {
        List<string> users = [];
        await examination.AskAsync("grants", $"SHOW GRANTS TO ROLE {SqlName.Of(role)}", result =>
        {
            users = [.. result.Rows.Where(row => row.TextOrNull("privilege") == ManagesTokens).Select(row => row.TextOrNull("name")).OfType<string>()];
            var told = result.Rows.Select(row => $"{row.TextOrNull("privilege")} on {row.TextOrNull("granted_on")} {row.TextOrNull("name")}").ToList();
            return (FindingState.Good, told.Count == 0 ? "none" : string.Join("; ", told), "What other roles below it have comes in addition.");
        }, (FindingState.Note, "Grants cannot be listed; the checks below find out what they allow."));
        if (users.Count == 0)
        {
            examination.Add("tokens", FindingState.Note, ManagesTokens, "on no user", "The service can rotate no tokens. snowflake/85_token_rotation.sql has the grant.");
        }

        foreach (var user in users)
        {
            await TokensAsync(user, examination);
        }
    }

    private static Task TokensAsync(string user, Examination examination) =>
        examination.AskAsync($"tokens of {user}", $"SHOW USER PROGRAMMATIC ACCESS TOKENS FOR USER {NameOf(user)}", result =>
        {
            var tokens = result.Rows.Select(row => $"{row.TextOrNull("name")} ({row.TextOrNull("status")}, until {Until(row)})").ToList();
            return (FindingState.Good, tokens.Count == 0 ? "none" : string.Join("; ", tokens), "The service may make and remove them. A user has 15 at most.");
        }, (FindingState.Failed, "The role may change the tokens of this user and cannot list them, which a rotation needs."));

    // SHOW GRANTS writes a name in quotes where it needs some.
    private static SqlName NameOf(string user) => SqlName.TryParse(user, out var name) ? name! : SqlName.Of(user);

    private static string Until(SqlRow row) => row.Timestamp("expires_at") is { } end ? $"{end.UtcDateTime:yyyy-MM-dd}" : "?";
}

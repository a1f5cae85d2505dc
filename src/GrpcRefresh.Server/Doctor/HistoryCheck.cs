namespace GrpcRefresh.Server.Doctor;

/// <summary>Whether the login history can be read, by which a rotation proves that a token is in use, and how late it is.</summary>
internal static class HistoryCheck
{
    private const string Sql =
        "SELECT MAX(EVENT_TIMESTAMP) AS NEWEST, CURRENT_TIMESTAMP() AS PRESENT FROM SNOWFLAKE.ACCOUNT_USAGE.LOGIN_HISTORY WHERE EVENT_TIMESTAMP > DATEADD(HOUR, -24, CURRENT_TIMESTAMP())";

    public static async Task RunAsync(bool usesWarehouse, Examination examination)
    {
        if (!usesWarehouse)
        {
            examination.Add("login history", FindingState.Skipped, Sql, "not asked", "It would use the warehouse.");
            return;
        }

        await examination.AskAsync("login history", Sql, result =>
        {
            var row = result.Rows[0];
            return row.Timestamp("NEWEST") is { } newest
                ? (FindingState.Good, $"the newest login is {(row.Timestamp("PRESENT") ?? newest) - newest:d\\.hh\\:mm} old", "Documented are up to two hours. A rotation waits that long for the proof that a token is in use.")
                : (FindingState.Note, "no login within a day", "It can be read; how late it is shows another time.");
        }, (FindingState.Note, "A rotation cannot prove by it that a token is in use. snowflake/85_token_rotation.sql grants it."));
    }
}

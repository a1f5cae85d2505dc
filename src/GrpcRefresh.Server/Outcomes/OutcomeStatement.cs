using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Outcomes;

/// <summary>The statement that appends outcomes: each job once, however often it is told.</summary>
/// <remarks>
/// All rows travel as one value. A row that is there already stays as it is, so that whoever does not know whether an earlier write arrived
/// writes again. Of two at the same moment neither may see what the other inserts, which is why the statement is sent once, and again when the first must
/// have ended.
/// </remarks>
internal static class OutcomeStatement
{
    private const string TimeFormat = "'YYYY-MM-DD\"T\"HH24:MI:SS.FF3TZH:TZM'";

    private static readonly (string Column, string Type)[] Columns =
    [
        ("JOB_ID", "VARCHAR"), ("KIND", "VARCHAR"), ("STATE", "VARCHAR"), ("SERVER", "VARCHAR"), ("SITE_ID", "VARCHAR"), ("RESOURCE_TYPE", "VARCHAR"), ("RESOURCE_ID", "VARCHAR"),
        ("RESOURCE_NAME", "VARCHAR"), ("PROJECT_PATH", "VARCHAR"), ("REFRESH_MODE", "VARCHAR"), ("CREATE_TIME", "TIMESTAMP_TZ"), ("START_TIME", "TIMESTAMP_TZ"),
        ("END_TIME", "TIMESTAMP_TZ"), ("ERROR_REASON", "VARCHAR"), ("ERROR_MESSAGE", "VARCHAR"), ("TABLEAU_NOTES", "VARIANT"), ("TABLEAU_JOB_ID", "VARCHAR"), ("ATTEMPT", "NUMBER"),
        ("REQUESTED_BY", "VARCHAR"), ("ON_BEHALF_OF_USER", "VARCHAR"), ("ON_BEHALF_OF_ROLE", "VARCHAR"), ("ON_BEHALF_OF_TASK", "VARCHAR"), ("ON_BEHALF_OF_QUERY_ID", "VARCHAR"),
        ("LABELS", "VARIANT"),
    ];

    /// <summary>What is written; the table may have more columns.</summary>
    public static IEnumerable<string> ColumnNames => Columns.Select(column => column.Column);

    public static SqlStatement Merge(SqlName table, OutcomeBatch batch) => Merge(table, batch.Rows) with { RequestId = batch.RequestId, Repeated = batch.IsRepeated };

    /// <param name="rows">An array of <see cref="OutcomeRow"/>s, no job twice. An empty one shows whether the table takes any.</param>
    public static SqlStatement Merge(SqlName table, string rows) => new(Text(table, "?")) { Bindings = [SqlBinding.Text(rows)], IsSentOnce = true };

    /// <summary>The same with no rows and no value bound, to have it compiled.</summary>
    public static string MergeOfNothing(SqlName table) => Text(table, "'[]'");

    private static string Text(SqlName table, string rows) =>
        $"""
        MERGE INTO {table} AS LOGGED
        USING (SELECT {string.Join(", ", Columns.Select(column => $"{Read(column.Column, column.Type)} AS {column.Column}"))} FROM TABLE(FLATTEN(INPUT => PARSE_JSON({rows}))) AS ENDED) AS ENDED
        ON LOGGED.JOB_ID = ENDED.JOB_ID
        WHEN NOT MATCHED THEN INSERT ({string.Join(", ", ColumnNames)}) VALUES ({string.Join(", ", ColumnNames.Select(column => $"ENDED.{column}"))})
        """;

    private static string Read(string column, string type) => type switch
    {
        "TIMESTAMP_TZ" => $"TO_TIMESTAMP_TZ(ENDED.VALUE:{column}::VARCHAR, {TimeFormat})",
        "VARIANT" => $"ENDED.VALUE:{column}",
        _ => $"ENDED.VALUE:{column}::{type}",
    };
}

using System.Globalization;
using System.Text.Json;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Doctor;

/// <summary>What Snowflake's documentation leaves open and a look can settle.</summary>
internal static class OpenQuestions
{
    private static readonly DateTimeOffset Moment = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2));

    public static async Task RunAsync(Examination examination)
    {
        await VariantAsync(examination);
        await MomentAsync(examination);
        await ReplayAsync(examination);
        await EgressAsync(examination);
        await IntegrationsAsync(examination);
    }

    private static Task VariantAsync(Examination examination) => examination.AskAsync(
        "form of a VARIANT", "SELECT PARSE_JSON('{\"a\":[1,\"b\"]}') AS ANSWER", result =>
        {
            var text = result.Rows[0].TextOrNull("ANSWER") ?? "NULL";
            return IsJson(result.Rows[0])
                ? (FindingState.Good, text.ReplaceLineEndings(" "), "It comes as JSON text, as the service reads it.")
                : (FindingState.Failed, text.ReplaceLineEndings(" "), "It comes in a form that the service does not read. Please report it.");
        }, Unsettled);

    private static bool IsJson(SqlRow row)
    {
        try
        {
            return row.Json("ANSWER") is { ValueKind: JsonValueKind.Object } json && json.GetProperty("a").GetArrayLength() == 2;
        }
        catch (SnowflakeException)
        {
            return false;
        }
    }

    private static Task MomentAsync(Examination examination) => examination.AskAsync(
        "form of a moment", "SELECT TO_TIMESTAMP_TZ('2026-01-02T03:04:05.678+02:00', 'YYYY-MM-DD\"T\"HH24:MI:SS.FF3TZH:TZM') AS ANSWER", result =>
        {
            var text = result.Rows[0].TextOrNull("ANSWER") ?? "NULL";
            var means = text.Contains('.', StringComparison.Ordinal) ? "Seconds with a fraction, as the documentation's table has it." : "Nanoseconds, as one paragraph of the documentation has it. The service reads both.";
            return IsMoment(result.Rows[0]) ? (FindingState.Good, $"{text} ({result.Columns[0].Type})", means) : (FindingState.Failed, text, "The service reads another moment in it. Please report it.");
        }, Unsettled);

    private static bool IsMoment(SqlRow row)
    {
        try
        {
            return row.Timestamp("ANSWER") == Moment;
        }
        catch (SnowflakeException)
        {
            return false;
        }
    }

    private static async Task ReplayAsync(Examination examination)
    {
        const string Sql = "SELECT UUID_STRING() AS ANSWER";
        try
        {
            var statement = new SqlStatement(Sql);
            var first = (await examination.QueryAsync(statement)).Rows[0].TextOrNull("ANSWER");
            var again = (await examination.QueryAsync(statement with { Repeated = true })).Rows[0].TextOrNull("ANSWER");
            examination.Add("repeated request", FindingState.Note, $"{Sql}, twice under one request id, the second with retry=true", first == again ? "the same answer" : "another answer",
                first == again
                    ? "A statement that had succeeded is not executed again, and its result is told again, at least of a SELECT within moments."
                    : "It was executed again. What the service repeats does no harm by that: rows are merged by key, and a token is looked for before it is made again.");
        }
        catch (SnowflakeException e)
        {
            examination.Add("repeated request", Unsettled.State, Sql, Examination.Words(e), Unsettled.Means);
        }
    }

    private static Task EgressAsync(Examination examination) => examination.AskAsync(
        "egress ranges", "SELECT SYSTEM$GET_SNOWFLAKE_EGRESS_IP_RANGES() AS ANSWER", result =>
        {
            var ranges = result.Rows[0].Json("ANSWER") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToList() : [];
            return (FindingState.Note, ranges.Count == 0 ? "none" : string.Join(", ", ranges.Select(Range)), "From these addresses procedures call the service. They are shared with other accounts, and change.");
        }, (FindingState.Note, "Not in every cloud and region. A firewall in front of the service cannot go by addresses then."));

    private static string Range(JsonElement range) => string.Create(CultureInfo.InvariantCulture, $"{Member(range, "ipv4_prefix")} until {Member(range, "expires")}");

    private static string Member(JsonElement range, string name) => range.ValueKind == JsonValueKind.Object && range.TryGetProperty(name, out var value) ? value.ToString() : "?";

    private static Task IntegrationsAsync(Examination examination) => examination.AskAsync(
        "external access", "SHOW INTEGRATIONS", result =>
        {
            var found = result.Rows.Where(row => row.TextOrNull("type") == "EXTERNAL_ACCESS").Select(row => $"{row.TextOrNull("name")} (enabled: {row.TextOrNull("enabled")})").ToList();
            return found.Count == 0
                ? (FindingState.Note, "none that this role sees", "The role needs none, so this does not tell whether there is one: snowflake/90_verify.sql does.")
                : (FindingState.Note, string.Join(", ", found), "Procedures leave the account through it. The service does not need it.");
        }, Unsettled);

    private static (FindingState State, string Means) Unsettled => (FindingState.Note, "The question stays open.");
}

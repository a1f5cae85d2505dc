using GrpcRefresh.Server.Outcomes;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Doctor;

/// <summary>Whether the tables have the columns, and the role what it takes: by having statements compiled that are not executed.</summary>
internal static class TableCheck
{
    private const string Explain = "EXPLAIN USING TEXT ";
    private const string MappingColumns = "RESOURCE_TYPE, RESOURCE_NAME, PROJECT_NAME, SITE_ID, RESOURCE_ID";

    public static async Task LogAsync(OutcomeOptions options, string? chosen, Examination examination)
    {
        const string Key = $"{OutcomeOptions.Section}:Table";
        if (!SqlName.TryParse(chosen ?? options.Table, out var table))
        {
            examination.Add("log of outcomes", FindingState.Failed, Key, chosen ?? options.Table, "It is no name of a table. Give database, schema and name.");
            return;
        }

        var bad = options.Enabled || chosen is not null ? FindingState.Failed : FindingState.Note;
        await examination.AskAsync("log of outcomes", $"{Explain}{OutcomeStatement.MergeOfNothing(table!)}", _ =>
            (FindingState.Good, "it compiles", options.Enabled
                ? "Table, columns and privileges are there, as far as compiling tells."
                : $"Table, columns and privileges are there, as far as compiling tells. Nothing is written while {OutcomeOptions.Section}:Enabled is off."),
            (bad, $"snowflake/65_outcomes.sql makes the table and its grants; {Key} names it."));
    }

    public static async Task MappingAsync(string chosen, Examination examination)
    {
        if (!SqlName.TryParse(chosen, out var table))
        {
            examination.Add("table of names", FindingState.Failed, "--mapping-table", chosen, "It is no name of a table. Give database, schema and name.");
            return;
        }

        await examination.AskAsync("table of names", $"{Explain}SELECT {MappingColumns} FROM {table}", _ =>
            (FindingState.Good, "it compiles", "The five columns of the recipe can be read, as far as compiling tells."),
            (FindingState.Note, "snowflake/60_mapping_table.sql makes it; --mapping-table names another."));
    }
}

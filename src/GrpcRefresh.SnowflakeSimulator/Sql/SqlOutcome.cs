namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>What a statement gave.</summary>
internal sealed record SqlOutcome(IReadOnlyList<SqlOutColumn> Columns, IReadOnlyList<string?[]> Rows)
{
    public SqlStats? Stats { get; init; }

    /// <summary>Whether a token's secret is in it.</summary>
    public bool IsSecret { get; init; }

    public static SqlOutcome Message(string text) => new([new SqlOutColumn("status", "text")], [[text]]);

    public static SqlOutcome Dml(SqlStats stats) => new(
        [new("number of rows inserted", "fixed"), new("number of rows updated", "fixed"), new("number of rows deleted", "fixed")],
        [[$"{stats.Inserted}", $"{stats.Updated}", $"{stats.Deleted}"]])
    {
        Stats = stats,
    };
}

/// <summary>A column of a result, with its type in the API's words.</summary>
internal sealed record SqlOutColumn(string Name, string Type);

/// <summary>How many rows a statement changed.</summary>
internal sealed record SqlStats(long Inserted = 0, long Updated = 0, long Deleted = 0);

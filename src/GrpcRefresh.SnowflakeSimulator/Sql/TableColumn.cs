namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>A column of a table, with the type in Snowflake's words.</summary>
internal sealed record TableColumn(string Name, string Type, bool Nullable, string? Default)
{
    /// <summary>The function that writes its values in one form; null if they need none.</summary>
    public string? Normalizer => Type switch
    {
        "DATE" => "sf_date",
        "BOOLEAN" => "sf_boolean",
        _ when Type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => "sf_timestamp",
        _ => null,
    };

    /// <summary>The declared type keeps Snowflake's word first; what follows tells SQLite how to store it.</summary>
    public string ToSqlite() => string.Concat(
        TableStore.Quote(Name), " ", Type, Type is "NUMBER" or "BOOLEAN" or "REAL" or "TEXT" ? "" : " TEXT", Nullable ? "" : " not null", Default is null ? "" : $" default ({Default})");

    /// <exception cref="World.SqlProblem">The simulator does not have the type.</exception>
    public static string TypeOf(string word) => word switch
    {
        "VARCHAR" or "STRING" or "TEXT" or "CHAR" or "CHARACTER" => "TEXT",
        "NUMBER" or "DECIMAL" or "NUMERIC" or "INT" or "INTEGER" or "BIGINT" or "SMALLINT" => "NUMBER",
        "FLOAT" or "DOUBLE" or "REAL" => "REAL",
        "BOOLEAN" or "DATE" or "VARIANT" or "OBJECT" or "ARRAY" => word,
        "TIMESTAMP" or "DATETIME" or "TIMESTAMP_NTZ" => "TIMESTAMP_NTZ",
        "TIMESTAMP_LTZ" or "TIMESTAMP_TZ" => word,
        _ => throw World.SqlProblem.Unknown($"the type {word}"),
    };
}

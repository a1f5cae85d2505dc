using System.Globalization;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>Reads the mapping table, also one that has no more than the recipe's five columns.</summary>
internal sealed class MappingReader(MappingNames names, int maxRows)
{
    /// <exception cref="SnowflakeException">It cannot be read, lacks a column of the recipe's, or has too many rows.</exception>
    public async Task<MappingReading> ReadAsync(SnowflakeAccount account, CancellationToken ct)
    {
        // All columns, because which there are is not known; one row more than allowed tells that there are more.
        var limit = (maxRows + 1L).ToString(CultureInfo.InvariantCulture);
        var result = await account.QueryAsync(new SqlStatement($"SELECT * FROM {names.Table} LIMIT {limit}"), ct);
        if (result.Rows.Count > maxRows)
        {
            throw new SnowflakeException(
                SnowflakeErrorKind.TooLarge, $"The mapping table {names.Table} has more than {maxRows} rows. Delete what is old, or raise {MappingOptions.Key}:MaxRows.");
        }

        var there = result.Columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (names.OfRecipe.FirstOrDefault(column => !there.Contains(column.Name)) is { } lacking)
        {
            throw new SnowflakeException(
                SnowflakeErrorKind.Unexpected, $"The mapping table {names.Table} has no column {lacking}. Correct {MappingOptions.Key}:Table or Columns.");
        }

        return new MappingReading([.. result.Rows.Select(Read)], [.. names.OfService.Where(column => !there.Contains(column.Name))]);
    }

    private MappingRow Read(SqlRow row)
    {
        string Text(MappingColumn column) => row.TextOrNull(column.Name) ?? "";
        return new MappingRow(
            Text(names.Type), Text(names.Name), Text(names.Project), Text(names.Site), Text(names.Luid), Text(names.Server), Text(names.Path), Text(names.Owner), Text(names.Url),
            row.TextOrNull(names.VanishedAt.Name) is not null);
    }
}

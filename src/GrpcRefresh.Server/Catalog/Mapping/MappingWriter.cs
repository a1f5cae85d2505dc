using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>The mapping table as a sync sees it: read as it is now, and merged into.</summary>
internal sealed class MappingWriter
{
    private const string Remedy = "Run snowflake/60_mapping_table.sql if it is the bundle's; if it is the recipe's own, docs/snowflake.md has what its owner runs";

    private readonly SnowflakeNeighbour _snowflake;
    private readonly MappingNames _names;
    private readonly MappingReader _reader;
    private readonly MappingMerge _merge;
    private readonly MappingTable _copy;

    public MappingWriter(SnowflakeNeighbour snowflake, IOptions<CatalogOptions> options, MappingTable copy)
    {
        var mapping = options.Value.Mapping;
        (_snowflake, _copy, _names) = (snowflake, copy, new MappingNames(mapping));
        (_reader, _merge) = (new MappingReader(_names, mapping.MaxRows), new MappingMerge(_names));
    }

    private SnowflakeAccount Account => _snowflake.Account
        ?? throw new RefusedException(SnowflakeFailures.NotConfigured("The mapping table is kept in Snowflake."));

    /// <exception cref="RefusedException">SNOWFLAKE_NOT_CONFIGURED.</exception>
    public void DemandAccount() => _ = Account;

    /// <exception cref="RefusedException">It cannot be read, or lacks what a sync writes.</exception>
    public async Task<IReadOnlyList<MappingRow>> ReadAsync(CancellationToken ct)
    {
        try
        {
            var reading = await _reader.ReadAsync(Account, ct);
            return reading.Missing.Count == 0 ? reading.Rows : throw Lacking(reading.Missing);
        }
        catch (SnowflakeException e)
        {
            throw Refusal(e);
        }
    }

    /// <exception cref="RefusedException">It cannot be written. What was written before stays; doing it all again is harmless.</exception>
    public async Task WriteAsync(SiteKey site, IReadOnlyList<MappingChange> changes, DateTimeOffset at, CancellationToken ct)
    {
        try
        {
            foreach (var statement in _merge.Of(site, changes, at))
            {
                await Account.QueryAsync(statement, ct);
            }
        }
        catch (SnowflakeException e)
        {
            throw Refusal(e);
        }
        finally
        {
            _copy.Outdate();
        }
    }

    private RefusedException Lacking(IReadOnlyList<MappingColumn> missing) => new(new Failure(
        ErrorReason.SnowflakeRefused, $"The mapping table {_names.Table} has no {string.Join(", ", missing.Select(column => column.Name))}. {Remedy}. Its rows stay."));

    private RefusedException Refusal(SnowflakeException e)
    {
        var failure = SnowflakeFailures.From(e);
        return new RefusedException(
            e.Kind != SnowflakeErrorKind.NotFound ? failure : failure with
            {
                Message = $"There is no mapping table {_names.Table}, or the service's role may not see it. {Remedy}. Or correct {MappingOptions.Key}:Table. {failure.Message}",
            },
            e);
    }
}

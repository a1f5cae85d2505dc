using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.Server.Snowflake;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Catalog;

/// <summary>Checks at start what attributes cannot: the sources, the names of the mapping table, and that there is a Snowflake to keep it in.</summary>
internal sealed class CatalogOptionsValidator(IOptions<SnowflakeOptions> snowflake) : IValidateOptions<CatalogOptions>
{
    private const string Key = MappingOptions.Key;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public ValidateOptionsResult Validate(string? name, CatalogOptions options)
    {
        string[] errors = [.. Sources(options), .. Account(options), .. Names(options.Mapping), .. Limits(options.Mapping)];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Sources(CatalogOptions options)
    {
        if (options.Sources.Distinct().Count() < options.Sources.Count)
        {
            yield return $"{CatalogOptions.Section}:Sources names a source twice. Give each once, in the order in which they are asked.";
        }
    }

    private IEnumerable<string> Account(CatalogOptions options)
    {
        if (IsOff() && options.Sources.Contains(CatalogSource.MappingTable))
        {
            yield return $"{CatalogOptions.Section}:Sources has {CatalogSource.MappingTable}, which needs Snowflake. Set {SnowflakeOptions.Section}:Account, User and a credential, or take it out.";
        }

        if (IsOff() && options.Mapping.SyncEvery is not null)
        {
            yield return $"{Key}:SyncEvery needs Snowflake. Set {SnowflakeOptions.Section}:Account, User and a credential, or remove the key.";
        }
    }

    private bool IsOff()
    {
        try
        {
            return !snowflake.Value.IsOn;
        }
        catch (OptionsValidationException)
        {
            // It is on, and wrong: its own validator tells how.
            return false;
        }
    }

    private static IEnumerable<string> Names(MappingOptions mapping)
    {
        if (!SqlName.TryParse(mapping.Table, out _))
        {
            yield return $"{Key}:Table: '{mapping.Table}' is no name of a table. Write it as in SQL, for example GRPCREFRESH.MAPPING_TABLES.API__TABLEAU__RESOURCES.";
        }

        foreach (var (setting, column) in mapping.Columns.All.Where(column => MappingColumn.TryParse(column.Name) is null))
        {
            yield return $"{Key}:Columns:{setting}: '{column}' is no name of a column. Write it as in SQL, in double quotes if it has spaces or small letters.";
        }

        var columns = mapping.Columns.All.Select(column => MappingColumn.TryParse(column.Name)).OfType<MappingColumn>().ToList();
        if (columns.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).Count() < columns.Count)
        {
            yield return $"{Key}:Columns: two columns have the same name. Give each its own.";
        }
    }

    private static IEnumerable<string> Limits(MappingOptions mapping)
    {
        if (mapping.MaxAge < TimeSpan.FromSeconds(10) || mapping.MaxAge > Week)
        {
            yield return $"{Key}:MaxAge: must be between 00:00:10 and 7.00:00:00.";
        }

        if (mapping.MaxRows is < 1 or > 5_000_000)
        {
            yield return $"{Key}:MaxRows: must be between 1 and 5000000.";
        }

        if (mapping.SyncEvery is { } every && (every < TimeSpan.FromMinutes(1) || every > Week))
        {
            yield return $"{Key}:SyncEvery: must be between 00:01:00 and 7.00:00:00. Remove the key to sync by call only.";
        }
    }
}

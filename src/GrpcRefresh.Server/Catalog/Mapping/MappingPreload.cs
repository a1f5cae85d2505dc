using GrpcRefresh.Server.Snowflake;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>Has the mapping table read at the start where names are looked up in it, so that the first look-up does not meet a warehouse that sleeps.</summary>
internal sealed class MappingPreload(MappingTable table, IOptions<CatalogOptions> options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.AsksMappingTable)
        {
            return;
        }

        try
        {
            await table.GetAsync(stoppingToken);
        }
        catch (SnowflakeException)
        {
            // The table has logged it, and is read again when somebody asks.
        }
    }
}

using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Catalog;

/// <summary>The sources of names, one after the other until one knows the name.</summary>
internal sealed class NameSources(IReadOnlyList<INameSource> sources)
{
    /// <exception cref="RefusedException">Nothing was found where Snowflake was to be asked, and it is away.</exception>
    public async Task<CatalogItem> FindAsync(WantedResource wanted, ResourceNamePath path, CancellationToken ct)
    {
        ResourceNotFoundException? missing = null;
        SnowflakeException? away = null;
        foreach (var source in sources)
        {
            try
            {
                return await source.FindAsync(wanted, path, ct);
            }
            catch (ResourceNotFoundException e)
            {
                // Whoever knows what is near the name, tells.
                missing = missing is { Near.Count: > 0 } ? missing : e;
            }
            catch (SnowflakeException e)
            {
                away = e;
            }
        }

        throw missing ?? (Exception)new RefusedException(SnowflakeFailures.From(away!), away);
    }
}

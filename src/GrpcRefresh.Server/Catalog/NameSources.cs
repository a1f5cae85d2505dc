using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Catalog;

/// <summary>The sources of names, one after the other until one knows the name.</summary>
internal sealed class NameSources(IReadOnlyList<INameSource> sources)
{
    /// <exception cref="RefusedException">Nothing was found, and Snowflake, which might know, is away.</exception>
    /// <exception cref="TableauException">Tableau cannot be asked; or nothing was found but what the service's account may not see.</exception>
    public async Task<CatalogItem> FindAsync(WantedResource wanted, ResourceNamePath path, CancellationToken ct)
    {
        ResourceNotFoundException? missing = null;
        SnowflakeException? away = null;
        TableauException? forbidden = null;
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
            catch (TableauException e) when (e.Kind == TableauErrorKind.Forbidden)
            {
                forbidden = e;
            }
        }

        // "There is none" ends a task for good, so it is said only when all have been asked.
        throw away is not null ? new RefusedException(SnowflakeFailures.From(away), away) : forbidden ?? (Exception)missing!;
    }
}

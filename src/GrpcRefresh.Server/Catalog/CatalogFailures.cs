using System.Globalization;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog;

/// <summary>The refusals of the catalogue, with what helps to mend the reference.</summary>
internal static class CatalogFailures
{
    public const int MostNear = 5;

    private const int MostAmbiguous = 10;

    public static RefusedException NotFound(WantedResource wanted, IReadOnlyList<CatalogItem> near, Exception? cause = null)
    {
        var names = string.Join("; ", near.Select(FullPath));
        var hint = near.Count > 0 ? $" Similar: {names}." : "";
        var metadata = new Dictionary<string, string> { ["resource"] = wanted.ToString() };
        if (near.Count > 0)
        {
            metadata["candidates"] = names;
        }

        return new RefusedException(
            new Failure(ErrorReason.ResourceNotFound, $"There is no {wanted} on {wanted.Site.Key}, or the service's account may not see it.{hint}")
            {
                Metadata = metadata,
                Subjects = [new FailureSubject(wanted.TypeName, wanted.ToString(), "", "not found"), .. near.Select(Subject)],
            },
            cause);
    }

    public static RefusedException Ambiguous(WantedResource wanted, IReadOnlyList<CatalogItem> candidates) => new(
        new Failure(ErrorReason.ResourceAmbiguous, $"{candidates.Count} pieces of content on {wanted.Site.Key} are the {wanted}. Name one by its luid.")
        {
            Metadata = new Dictionary<string, string>
            {
                ["resource"] = wanted.ToString(),
                ["count"] = candidates.Count.ToString(CultureInfo.InvariantCulture),
            },
            Subjects = [.. candidates.Take(MostAmbiguous).Select(Subject)],
        });

    private static FailureSubject Subject(CatalogItem item) =>
        new(item.Type == ResourceType.Workbook ? "workbook" : "data source", item.Luid, item.Owner, FullPath(item));

    private static string FullPath(CatalogItem item) => WantedResource.Join(item.ProjectPath, item.Name);
}

using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Output;

/// <summary>What a sync did, as text.</summary>
internal static class SyncText
{
    public static IReadOnlyList<Column<SyncedSite>> Table { get; } =
    [
        new("SITE", Site),
        new("WORKBOOKS", one => $"{one.Workbooks}"),
        new("DATA SOURCES", one => $"{one.Datasources}"),
        new("ADDED", one => $"{one.Added}"),
        new("CHANGED", one => $"{one.Changed}"),
        new("VANISHED", one => $"{one.Vanished}"),
        new("RETURNED", one => $"{one.Returned}"),
    ];

    /// <summary>Every field under the name that the contract's JSON gives it.</summary>
    public static IReadOnlyList<Column<SyncedSite>> Csv { get; } =
    [
        new("server", one => one.Server),
        new("site", one => one.Site),
        new("workbooks", one => $"{one.Workbooks}"),
        new("datasources", one => $"{one.Datasources}"),
        new("added", one => $"{one.Added}"),
        new("changed", one => $"{one.Changed}"),
        new("vanished", one => $"{one.Vanished}"),
        new("returned", one => $"{one.Returned}"),
        new("error", one => one.Error?.Message ?? ""),
    ];

    public static string Site(SyncedSite one) => ConnectionText.Site(one.Server, one.Site);
}

using System.ComponentModel.DataAnnotations;
using GrpcRefresh.Server.Catalog.Mapping;

namespace GrpcRefresh.Server.Catalog;

/// <summary>Where names of content are looked up, and how long and how much the catalogue remembers.</summary>
internal sealed class CatalogOptions
{
    public const string Section = "GrpcRefresh:Catalog";

    /// <summary>
    /// Where a name is looked up, in this order until one knows it: <c>Tableau</c>, which is asked by the whole project path, and <c>MappingTable</c>, which also
    /// knows content by the innermost project alone. <c>Tableau</c> unless set.
    /// </summary>
    public IList<CatalogSource> Sources { get; } = [];

    /// <summary>The mapping table.</summary>
    public MappingOptions Mapping { get; set; } = new();

    /// <summary>Content once resolved. It is looked up again earlier when Tableau no longer knows it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan KeepItems { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The project tree of a site. It is read again earlier when a project is missing from it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan KeepProjects { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The account name behind an owner's id.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan KeepOwners { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The list of all content of a type, from which pages are cut and similar names are looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan KeepListings { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many pieces of content are remembered at a time.</summary>
    [Range(1, 1_000_000)]
    public int MaxItems { get; set; } = 10_000;

    /// <summary>How many owners are remembered at a time.</summary>
    [Range(1, 1_000_000)]
    public int MaxOwners { get; set; } = 10_000;

    /// <summary>How many lists of content are held at a time; each has all items of one type on one site.</summary>
    [Range(1, 100)]
    public int MaxListings { get; set; } = 4;

    /// <summary>The connections of a set of sites, so that the pages of a listing, and a plan and its run, do not ask for everything again.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan KeepConnections { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>For how many sets of sites connections are held at a time.</summary>
    [Range(1, 100)]
    public int MaxInventories { get; set; } = 4;

    /// <summary>Of how many items of a site the connections are asked for at the same time.</summary>
    [Range(1, 64)]
    public int ConnectionReads { get; set; } = 8;

    /// <summary>
    /// Let the metadata API, where it is on, tell which workbooks have Snowflake behind them. Otherwise every workbook is asked for its
    /// connections, which is a request each.
    /// </summary>
    public bool UseMetadata { get; set; } = true;

    /// <summary>How late the metadata API may be: workbooks that changed within this time are looked at whatever it says.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan MetadataLag { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many items are looked through for names similar to one that was not found.</summary>
    [Range(0, 100_000)]
    public int MaxCandidates { get; set; } = 5_000;

    /// <summary>Whether the mapping table is asked what a name means.</summary>
    internal bool AsksMappingTable => Sources.Contains(CatalogSource.MappingTable);
}

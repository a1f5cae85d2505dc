using System.ComponentModel.DataAnnotations;

namespace GrpcRefresh.Server.Catalog;

/// <summary>How long and how much the catalogue remembers of what Tableau told it.</summary>
internal sealed class CatalogOptions
{
    public const string Section = "GrpcRefresh:Catalog";

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

    /// <summary>How many items are looked through for names similar to one that was not found.</summary>
    [Range(0, 100_000)]
    public int MaxCandidates { get; set; } = 5_000;
}

using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Catalog;

/// <summary>The projects of a site as they were at one time.</summary>
internal sealed class ProjectTree
{
    private readonly Dictionary<string, IReadOnlyList<string>> _paths = [];

    public ProjectTree(IReadOnlyList<TableauProject> projects, DateTimeOffset readAt)
    {
        ReadAt = readAt;
        var byLuid = projects.DistinctBy(project => project.Luid).ToDictionary(project => project.Luid);
        foreach (var project in byLuid.Values)
        {
            _paths[project.Luid] = Climb(project, byLuid);
        }
    }

    public DateTimeOffset ReadAt { get; }

    /// <summary>The names from the outermost project to this one; null when the tree does not know it.</summary>
    public IReadOnlyList<string>? PathOf(string projectLuid) => _paths.GetValueOrDefault(projectLuid);

    /// <summary>The projects at a path: several when the account sees two whose parents are hidden from it.</summary>
    public IReadOnlySet<string> Find(IReadOnlyList<string> path) =>
        _paths.Where(project => project.Value.SequenceEqual(path)).Select(project => project.Key).ToHashSet();

    // A parent that the account may not see ends the path. A circle, which Tableau does not make, does too.
    private static List<string> Climb(TableauProject project, Dictionary<string, TableauProject> byLuid)
    {
        var path = new List<string>();
        var seen = new HashSet<string>();
        for (var at = project; at is not null && seen.Add(at.Luid); at = at.ParentLuid is { } parent ? byLuid.GetValueOrDefault(parent) : null)
        {
            path.Insert(0, at.Name);
        }

        return path;
    }
}

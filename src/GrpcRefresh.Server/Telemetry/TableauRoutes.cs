using System.Collections.Frozen;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>The paths asked of Tableau, with ids and versions taken out: a closed set, whatever a server or a caller says.</summary>
internal static class TableauRoutes
{
    private const string Id = "{id}";
    private const string Api = "/api/";

    private static readonly string[] Known =
    [
        "/auth/signin", "/auth/signout", "/serverinfo", "/metadata/graphql",
        "/projects", "/users/{id}", "/jobs", "/jobs/{id}",
        "/tasks/extractRefreshes", "/tasks/extractRefreshes/{id}", "/tasks/extractRefreshes/{id}/runNow", "/schedules/{id}/extracts",
        .. Items("workbooks"), .. Items("datasources"), .. Items("flows"), .. Items("virtualConnections"),
    ];

    private static readonly FrozenSet<string> Templates = Known.ToFrozenSet();

    private static readonly FrozenSet<string> Literals =
        Known.SelectMany(template => template.Split('/')).Where(word => word.Length > 0 && word != Id).ToFrozenSet();

    public static IReadOnlyList<string> All => [.. Known, Words.Other];

    /// <param name="path">Below a site; from a leading slash on, below the server.</param>
    public static string Of(string path)
    {
        var end = path.IndexOf('?', StringComparison.Ordinal);
        var words = BelowVersion(end < 0 ? path : path[..end]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var template = string.Concat(words.Select(word => Literals.Contains(word) ? $"/{word}" : $"/{Id}"));
        return Templates.TryGetValue(template, out var known) ? known : Words.Other;
    }

    /// <summary>The metadata API has no version in its path.</summary>
    private static string BelowVersion(string path) =>
        path.StartsWith(Api, StringComparison.Ordinal) && path.Split('/') is [_, _, [>= '0' and <= '9', ..], .. var rest]
            ? string.Join('/', rest)
            : path.StartsWith(Api, StringComparison.Ordinal) ? path[Api.Length..] : path;

    private static string[] Items(string plural) =>
        [$"/{plural}", $"/{plural}/{{id}}", $"/{plural}/{{id}}/refresh", $"/{plural}/{{id}}/connections", $"/{plural}/{{id}}/connections/{{id}}"];
}

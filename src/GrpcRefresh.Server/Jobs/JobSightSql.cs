using Dapper;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary><see cref="JobSight"/> in SQL.</summary>
internal static class JobSightSql
{
    public static string Of(Caller viewer, DynamicParameters parameters)
    {
        parameters.Add("viewerName", viewer.Name);
        parameters.Add("viewerRotation", (int)JobKind.Rotation);
        parameters.Add("viewerServers", Lower(viewer.Scope.Servers));
        parameters.Add("viewerSites", Lower(viewer.Scope.Sites));
        return $"""
            case when kind = @viewerRotation
                 then json_extract(document, '$.requestedBy') = @viewerName or {AllSites(viewer.Scope)}
                 else {Site(viewer.Scope, "server", "site")} and {Project(viewer.Scope, parameters)} end
            """;
    }

    private static string AllSites(CallerScope scope) => scope.Projects.Count > 0
        ? "false"
        : $"""
            not exists (select 1 from json_each(document, '$.sites') s
                        where not ({Site(scope, "json_extract(s.value, '$.server')", "json_extract(s.value, '$.contentUrl')")}))
            """;

    private static string Site(CallerScope scope, string server, string site) =>
        $"{(scope.Servers.Count == 0 ? "true" : $"lower({server}) in @viewerServers")} and {(scope.Sites.Count == 0 ? "true" : $"lower({site}) in @viewerSites")}";

    private static string Project(CallerScope scope, DynamicParameters parameters) =>
        scope.Projects.Count == 0 ? "true" : $"({string.Join(" or ", scope.Projects.Select((project, index) => Prefix(project, index, parameters)))})";

    private static string Prefix(IReadOnlyList<string> project, int index, DynamicParameters parameters) =>
        $"({string.Join(" and ", project.Select((name, depth) =>
        {
            parameters.Add($"viewerProject{index}_{depth}", name);
            return $"json_extract(document, '$.item.projectPath[{depth}]') = @viewerProject{index}_{depth}";
        }))})";

    // Lower of SQLite knows ASCII only. A name beyond that is hidden here, never shown.
    private static string[] Lower(IReadOnlyList<string> names) => [.. names.Select(name => name.ToLowerInvariant())];
}

using GrpcRefresh.Simulation.GraphQl;
using GrpcRefresh.Simulation.Rest.Endpoints;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest;

/// <summary>Every URL of the simulated Tableau, after <c>/api/{version}</c>.</summary>
internal static class Routes
{
    private const string Site = "/sites/{id}";

    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/serverinfo", "2.4", ServerInfo.Get) { IsOpen = true },
        new("POST", "/auth/signin", "3.6", Authentication.SignIn) { IsOpen = true },
        new("POST", "/auth/signout", "2.0", Authentication.SignOut),

        new("GET", $"{Site}/projects", "2.0", Projects.List),
        new("GET", $"{Site}/users/{{id}}", "2.0", Users.Get),

        new("GET", $"{Site}/workbooks", "2.0", Workbooks.List),
        new("GET", $"{Site}/workbooks/{{id}}", "2.0", Workbooks.Get),
        new("GET", $"{Site}/datasources", "2.0", Datasources.List),
        new("GET", $"{Site}/datasources/{{id}}", "2.0", Datasources.Get),

        new("POST", $"{Site}/workbooks/{{id}}/refresh", "2.8", call => Refresh.Start(call, ContentKind.Workbook)),
        new("POST", $"{Site}/datasources/{{id}}/refresh", "2.8", call => Refresh.Start(call, ContentKind.Datasource)),
        new("GET", $"{Site}/tasks/extractRefreshes", "2.6", Tasks.List),
        new("GET", $"{Site}/tasks/extractRefreshes/{{id}}", "2.6", Tasks.Get),
        new("POST", $"{Site}/tasks/extractRefreshes/{{id}}/runNow", "2.6", Tasks.RunNow),
        new("GET", $"{Site}/schedules/{{id}}/extracts", "2.3", Tasks.ListOfSchedule),

        new("GET", $"{Site}/jobs", "3.1", BackgroundJobs.List),
        new("GET", $"{Site}/jobs/{{id}}", "2.6", BackgroundJobs.Get),
        new("PUT", $"{Site}/jobs/{{id}}", "3.1", BackgroundJobs.Cancel),

        new("GET", $"{Site}/workbooks/{{id}}/connections", "2.0", call => Connections.List(call, ContentKind.Workbook)),
        new("GET", $"{Site}/datasources/{{id}}/connections", "2.3", call => Connections.List(call, ContentKind.Datasource)),
        Updating("workbooks/{id}/connections/{id}", "2.3", call => ConnectionUpdates.One(call, ContentKind.Workbook)),
        Updating("datasources/{id}/connections/{id}", "2.3", call => ConnectionUpdates.One(call, ContentKind.Datasource)),
        Updating("workbooks/{id}/connections", "3.26", call => ConnectionUpdates.Many(call, ContentKind.Workbook)),
        Updating("datasources/{id}/connections", "3.26", call => ConnectionUpdates.Many(call, ContentKind.Datasource)),

        new("POST", "/metadata/graphql", "3.5", MetadataApi.Query),
    ];

    private static Route Updating(string pattern, string since, Func<RestCall, RestAnswer> handle) =>
        new("PUT", $"{Site}/{pattern}", since, handle) { UpdatesConnections = true };
}

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
        new("POST", "/auth/switchSite", "2.6", Authentication.SwitchSite),
        new("POST", "/auth/signout", "2.0", Authentication.SignOut),
        new("GET", "/sessions/current", "3.1", ServerSessions.Current),
        new("DELETE", "/sessions/{id}", "3.1", ServerSessions.Delete),

        new("GET", $"{Site}/projects", "2.0", Projects.List) { Scope = Scopes.ReadContent },
        new("GET", $"{Site}/users/{{id}}", "2.0", Users.Get) { Scope = Scopes.ReadUsers },

        new("GET", $"{Site}/workbooks", "2.0", Workbooks.List) { Scope = Scopes.ReadContent },
        new("GET", $"{Site}/workbooks/{{id}}", "2.0", Workbooks.Get) { Scope = Scopes.ReadContent },
        new("GET", $"{Site}/datasources", "2.0", Datasources.List) { Scope = Scopes.ReadContent },
        new("GET", $"{Site}/datasources/{{id}}", "2.0", Datasources.Get) { Scope = Scopes.ReadContent },

        new("POST", $"{Site}/workbooks/{{id}}/refresh", "2.8", call => Refresh.Start(call, ContentKind.Workbook)) { Scope = Scopes.RunTasks },
        new("POST", $"{Site}/datasources/{{id}}/refresh", "2.8", call => Refresh.Start(call, ContentKind.Datasource)) { Scope = Scopes.RunTasks },
        new("GET", $"{Site}/tasks/extractRefreshes", "2.6", Tasks.List) { Scope = Scopes.ReadTasks },
        new("GET", $"{Site}/tasks/extractRefreshes/{{id}}", "2.6", Tasks.Get) { Scope = Scopes.ReadTasks },
        new("POST", $"{Site}/tasks/extractRefreshes/{{id}}/runNow", "2.6", Tasks.RunNow) { Scope = Scopes.RunTasks },
        new("GET", $"{Site}/schedules/{{id}}/extracts", "2.3", Tasks.ListOfSchedule) { Scope = Scopes.ReadTasks },

        AboutJobs("GET", "jobs", "3.1", BackgroundJobs.List, Scopes.ReadJobs),
        AboutJobs("GET", "jobs/{id}", "2.6", BackgroundJobs.Get, Scopes.ReadJobs),
        AboutJobs("PUT", "jobs/{id}", "3.1", BackgroundJobs.Cancel, Scopes.CancelJobs),

        new("GET", $"{Site}/workbooks/{{id}}/connections", "2.0", call => Connections.List(call, ContentKind.Workbook)) { Scope = Scopes.ReadContent },
        new("GET", $"{Site}/datasources/{{id}}/connections", "2.3", call => Connections.List(call, ContentKind.Datasource)) { Scope = Scopes.ReadContent },
        Updating("workbooks/{id}/connections/{id}", "2.3", call => ConnectionUpdates.One(call, ContentKind.Workbook)),
        Updating("datasources/{id}/connections/{id}", "2.3", call => ConnectionUpdates.One(call, ContentKind.Datasource)),
        Updating("workbooks/{id}/connections", "3.26", call => ConnectionUpdates.Many(call, ContentKind.Workbook)),
        Updating("datasources/{id}/connections", "3.26", call => ConnectionUpdates.Many(call, ContentKind.Datasource)),

        new("GET", $"{Site}/flows", "3.3", Flows.List) { Scope = Scopes.ReadContent },
        new("GET", $"{Site}/flows/{{id}}/connections", "3.3", Flows.Connections) { Scope = Scopes.ReadContent },
        new("GET", $"{Site}/virtualConnections", "3.18", VirtualConnections.List) { Scope = Scopes.ReadContent },
        new("GET", $"{Site}/virtualConnections/{{id}}/connections", "3.18", VirtualConnections.Connections) { Scope = Scopes.ReadContent },

        new("GET", $"{Site}/webhooks", "3.6", Subscriptions.List),
        new("POST", $"{Site}/webhooks", "3.6", Subscriptions.Create),
        new("GET", $"{Site}/webhooks/{{id}}", "3.6", Subscriptions.Get),
        new("PUT", $"{Site}/webhooks/{{id}}", "3.8", Subscriptions.Update),
        new("DELETE", $"{Site}/webhooks/{{id}}", "3.6", Subscriptions.Delete),
        new("GET", $"{Site}/webhooks/{{id}}/test", "3.6", Subscriptions.Test),

        new("POST", "/metadata/graphql", "3.5", MetadataApi.Query) { Scope = Scopes.ReadContent },
    ];

    /// <summary>Connected apps may ask about jobs only since 3.25.</summary>
    private static Route AboutJobs(string method, string pattern, string since, Func<RestCall, RestAnswer> handle, string scope) =>
        new(method, $"{Site}/{pattern}", since, handle) { Scope = scope, ScopeSince = new Version(3, 25) };

    private static Route Updating(string pattern, string since, Func<RestCall, RestAnswer> handle) => new("PUT", $"{Site}/{pattern}", since, handle)
    {
        UpdatesConnections = true,
        Scope = pattern.StartsWith("workbooks", StringComparison.Ordinal) ? Scopes.UpdateWorkbooks : Scopes.UpdateDatasources,
    };
}

namespace GrpcRefresh.Simulation.Rest;

/// <summary>What a connected app's token must name for a call; without it the call is refused as if the session were lost.</summary>
internal static class Scopes
{
    public const string RunTasks = "tableau:tasks:run";
    public const string ReadTasks = "tableau:tasks:read";
    public const string ReadJobs = "tableau:jobs:read";
    public const string CancelJobs = "tableau:jobs:update";
    public const string ReadContent = "tableau:content:read";
    public const string ReadUsers = "tableau:users:read";
    public const string UpdateDatasources = "tableau:datasources:update";
    public const string UpdateWorkbooks = "tableau:workbooks:update";
}

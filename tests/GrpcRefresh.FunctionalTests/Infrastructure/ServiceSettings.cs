namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>The settings of a service under test: quick polls, a database of its own, the simulator as its Tableau.</summary>
internal static class ServiceSettings
{
    public static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    public static Dictionary<string, string?> For(Uri tableau, string listen, string folder, string pat = "demo") => new()
    {
        ["GrpcRefresh:Rpc:Listen"] = listen,
        // What needs a port of its own is turned on by the test that is about it.
        ["GrpcRefresh:Gateway:Listen"] = "",
        ["GrpcRefresh:Storage:Sqlite"] = Path.Combine(folder, "grpcrefresh.db"),
        ["GrpcRefresh:Tableau:Servers:default:Url"] = tableau.ToString(),
        ["GrpcRefresh:Tableau:Servers:default:Sites:0:ContentUrl"] = "",
        ["GrpcRefresh:Tableau:Servers:default:Sites:0:Credential:PatName"] = pat,
        ["GrpcRefresh:Tableau:Servers:default:Sites:0:Credential:PatSecret"] = $"{pat}-secret",
        ["GrpcRefresh:Jobs:PollMin"] = $"{PollInterval}",
        ["GrpcRefresh:Jobs:PollMax"] = $"{PollInterval}",
        ["GrpcRefresh:Jobs:BackOffMax"] = "00:00:01",
        ["GrpcRefresh:Jobs:ConflictRetry"] = $"{PollInterval}",
        ["GrpcRefresh:Jobs:LostAnswerGrace"] = "00:00:02",
        ["GrpcRefresh:Jobs:UnknownAfter"] = "00:00:01",
    };
}

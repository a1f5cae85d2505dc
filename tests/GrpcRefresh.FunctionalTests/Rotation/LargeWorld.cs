using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.World;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>A Tableau with 2,000 connections of one Snowflake user on 600 items over two sites.</summary>
internal static class LargeWorld
{
    public const string User = "TABLEAU_SVC";
    public const int Items = 600;
    public const int Connections = 2_000;

    // An item has three or four, and is changed as a whole.
    private const int CanaryConnections = 3;

    public static Task<TableauSimulator> StartAsync() => TableauSimulator.StartAsync(new TableauSimulatorOptions
    {
        Workbooks = 400,
        Datasources = 200,
        ConnectionsPerItem = 10 / 3m,
        LoadOnBothSites = true,
        JobDuration = TimeSpan.FromMilliseconds(300),
    });

    public static Dictionary<string, string?> Settings(TableauSimulator tableau, string listen, string folder)
    {
        var settings = ServiceSettings.For(tableau.Url, listen, folder);
        AddSecondSite(settings);
        return settings;
    }

    public static void AddSecondSite(Dictionary<string, string?> settings)
    {
        const string Site = "GrpcRefresh:Tableau:Servers:default:Sites:1";
        settings[$"{Site}:ContentUrl"] = "marketing";
        settings[$"{Site}:Credential:PatName"] = "marketing";
        settings[$"{Site}:Credential:PatSecret"] = "marketing-secret";
    }

    public static RotateConnectionCredentialsRequest Request(string secret)
    {
        var request = RotationCalls.Request(User, secret);
        request.Selector.Projects.Add("Load");
        request.CanaryCount = CanaryConnections;
        return request;
    }

    public static ItemConnection Connection(TableauSimulator tableau, Connection connection) => tableau.World.Connection(connection.ConnectionId);
}

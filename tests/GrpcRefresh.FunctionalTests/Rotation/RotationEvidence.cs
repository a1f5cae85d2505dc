using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation.World;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>What a rotation left behind, as Tableau and the answers tell it.</summary>
internal static class RotationEvidence
{
    public static string ReasonOf(Status error) => Assert.Single(error.All<ErrorInfo>()).Reason;

    /// <summary>How often connections were changed, or tried to.</summary>
    public static int Puts(this TestService service) => Count(service, "PUT");

    /// <summary>How often items were asked for their connections.</summary>
    public static int Reads(this TestService service) => Count(service, "GET");

    /// <summary>The connection of a step, as it is in Tableau now.</summary>
    public static ItemConnection InTableau(this TestService service, RotationStep step) => service.Tableau.World.Connection(step.Connection.ConnectionId);

    /// <summary>The only connection of an item, or its first of a user.</summary>
    public static ItemConnection InTableau(this TestService service, string path, string user = "") =>
        service.Tableau.World.Item(path).Connections.First(connection => user.Length == 0 || connection.UserName == user);

    public static RotationStep Of(this IEnumerable<RotationStep> steps, string item) => Assert.Single(steps, step => step.Connection.ItemName == item);

    private static int Count(TestService service, string method) => service.Tableau.Requests.Routes
        .Where(route => route.Key.StartsWith(method, StringComparison.Ordinal) && route.Key.Contains("/connections", StringComparison.Ordinal))
        .Sum(route => route.Value);
}

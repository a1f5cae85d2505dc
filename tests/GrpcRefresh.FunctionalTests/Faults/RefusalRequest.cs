using GrpcRefresh.FunctionalTests.Rotation;
using GrpcRefresh.Simulation.World;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>A rotation to be played under the refusals of connections.</summary>
/// <param name="Path">The one item that is read back and not refreshed; null for all of one user, of which the canary is refreshed.</param>
internal sealed record RefusalRequest(string Words, string? Path = null, string UserName = "", OldSecret OldSecret = OldSecret.Dead, bool RollsBack = false)
{
    public const string Secret = "the-new-secret";

    public static readonly RefusalRequest Datasource = new("a data source with one connection", "Operations/Shipments");
    public static readonly RefusalRequest Renamed = new("the data source, with another user name", "Operations/Shipments", UserName: "OPERATIONS_2");
    public static readonly RefusalRequest Workbook = new("a workbook with three", "Load/Workbook 0001");
    public static readonly RefusalRequest User = new("three items, one of them the canary; old secret DEAD");
    public static readonly RefusalRequest Overlap = new("the three; old secret VALID", OldSecret: OldSecret.Valid);
    public static readonly RefusalRequest Way = new("the three with a secret that Snowflake refuses; ROLL_BACK", OldSecret: OldSecret.Valid, RollsBack: true);

    public RotateConnectionCredentialsRequest For(TableauWorld world)
    {
        var request = RotationCalls.Request(RotationCalls.Operations, Secret, RollsBack ? RotationCalls.OldSecretOfOperations : "");
        (request.OldSecret, request.OnFailure) = (OldSecret, RollsBack ? OnFailure.RollBack : OnFailure.Stop);
        if (Path is not null)
        {
            request.Selector = new ConnectionSelector { ConnectionIds = { world.Item(Path).Connections.Select(connection => connection.Luid) } };
            request.Verification = Verification.ReadBack;
            request.Credential.Inline.UserName = UserName;
        }

        return request;
    }
}

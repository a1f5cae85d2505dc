using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Cli;

/// <summary>A rotation of a few connections, as the service tells it.</summary>
internal static class TheRotation
{
    public const string Account = "acme-analytics.snowflakecomputing.com";

    private static readonly Timestamp Noon = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 9, 1, 12, 0, 0, TimeSpan.Zero));

    public static Connection Connection(string name, string user = "OPS", string site = "") => new()
    {
        ConnectionId = $"id of {name}",
        Server = "default",
        Site = site,
        ItemType = ConnectionItemType.Datasource,
        ItemLuid = $"luid of {name}",
        ItemName = name,
        ProjectPath = { "Operations", "R&D / Lab 5%" },
        ConnectionType = "snowflake",
        ServerAddress = Account,
        UserName = user,
        AuthenticationKind = AuthenticationKind.Password,
        HasExtracts = true,
    };

    public static RotationStep Step(int number, string name, RotationStepState state = RotationStepState.Planned) => new()
    {
        Number = number,
        Connection = Connection(name),
        State = state,
        NewUserName = "OPS",
        Provable = ProofLevel.UsesNew,
        UpdateTime = state == RotationStepState.Planned ? null : Noon,
    };

    public static RotationStep Failed(int number, string name, ErrorReason reason, string message)
    {
        var step = Step(number, name, RotationStepState.Failed);
        step.Error = FailureStatus.Of(new Failure(reason, message));
        return step;
    }

    public static Job Job(JobState state, RotationSummary rotation) => new()
    {
        JobId = "job-1",
        Kind = JobKind.Rotation,
        State = state,
        CreateTime = Noon,
        UpdateTime = Noon,
        Rotation = rotation,
    };
}

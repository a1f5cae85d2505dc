using Google.Protobuf;
using Status = GrpcRefresh.V1.Rpc.Status;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>What a door answered.</summary>
internal sealed record DoorAnswer(IReadOnlyList<IMessage> Messages, Status? Refusal);

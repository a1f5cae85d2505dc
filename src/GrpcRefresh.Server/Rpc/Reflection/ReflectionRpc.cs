using Grpc.Core;
using Grpc.Reflection.V1;
using GrpcRefresh.Server.Rpc.Access;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Rpc.Reflection;

/// <summary>grpc.reflection.v1, written here because its package is not on the feed.</summary>
internal sealed class ReflectionRpc(ReflectionAnswers answers, ProbeStreams streams, Drain drain) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        using var seat = streams.Enter(context.Caller());
        // A stream without questions would hold up the shutdown.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Started, seat.Ended);
        try
        {
            while (await requestStream.NextAsync(context, ending.Token))
            {
                await responseStream.SendAsync(answers.To(requestStream.Current), context);
            }
        }
        catch (OperationCanceledException) when (seat.HasEnded)
        {
            throw Denial.OfEndedCredential();
        }
    }
}

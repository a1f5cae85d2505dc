using Grpc.Core;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Security;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Rpc.Access;

internal static class CallersOfCalls
{
    /// <summary>Who makes this call; null for a stranger, to whom only the health of the whole is told.</summary>
    public static Caller? FindCaller(this ServerCallContext call) => call.GetHttpContext().Features.Get<CallerFeature>()?.Caller;

    /// <summary>Who makes this call. No method of the contract is reached by a stranger.</summary>
    public static Caller Caller(this ServerCallContext call) =>
        call.FindCaller() ?? throw new InvalidOperationException($"{call.Method} was called past the door.");
}

using System.Collections.Immutable;
using GrpcRefresh.Server.Rpc.Access;
using GrpcRefresh.Server.Rpc.Errors;

namespace GrpcRefresh.Server.Rpc;

/// <summary>What each call passes on its way to its method, outermost first, whichever door it came in by.</summary>
internal static class CallInterceptors
{
    public static readonly ImmutableList<Type> InOrder = [typeof(FailureInterceptor), typeof(AccessInterceptor)];
}

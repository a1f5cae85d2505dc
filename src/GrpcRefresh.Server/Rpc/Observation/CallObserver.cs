using Grpc.Core;
using GrpcRefresh.Server.Rpc.Access;
using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Server.Rpc.Observation;

/// <summary>
/// Measures, traces and names calls. While nobody listens nothing is made for a call, and a call that may stay for hours never has
/// a span or a scope, which would be kept for each of thousands.
/// </summary>
internal sealed class CallObserver(RpcMeasures measures, TimeProvider time, ILogger<CallObserver> logger)
{
    /// <summary>Answers once, and may take as long as a stream to do so.</summary>
    private const string LongCall = "/grpcrefresh.v1.JobService/WaitJob";

    /// <summary>Null when nobody wants to know.</summary>
    public ObservedCall? Begin(ServerCallContext call) => measures.IsOn || Traces.IsOn
        ? new ObservedCall(call, measures, time, call.Method == LongCall ? null : Traces.Call(call.Method, call.GetHttpContext()))
        : null;

    /// <inheritdoc cref="Begin"/>
    public ObservedCall? BeginStream(ServerCallContext call) =>
        measures.IsOn ? new ObservedCall(call, measures, time, span: null, isStream: true) : null;

    /// <summary>Says in the log for whom something is done; null for what only waits.</summary>
    public IDisposable? Scope(ServerCallContext call) => call.Method == LongCall ? null : ScopeOfEnd(call);

    /// <summary>For the last words about any call.</summary>
    public IDisposable? ScopeOfEnd(ServerCallContext call) =>
        call.FindCaller() is { } caller ? LogScopes.OfCall(logger, call.Method, caller.Name) : null;
}

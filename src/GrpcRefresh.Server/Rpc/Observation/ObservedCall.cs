using System.Diagnostics;
using Grpc.Core;
using GrpcRefresh.Server.Listening;
using GrpcRefresh.Server.Rpc.Access;
using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Server.Rpc.Observation;

/// <summary>One call that is measured, from its beginning to its disposal.</summary>
internal sealed class ObservedCall : IDisposable
{
    private readonly ServerCallContext _call;
    private readonly RpcMeasures _measures;
    private readonly TimeProvider _time;
    private readonly Activity? _span;
    private readonly long _begun;
    private readonly bool _isStream;
    private StatusCode? _status;

    public ObservedCall(ServerCallContext call, RpcMeasures measures, TimeProvider time, Activity? span, bool isStream = false)
    {
        (_call, _measures, _time, _span, _begun, _isStream) = (call, measures, time, span, time.GetTimestamp(), isStream);
        _span?.SetTag("rpc.system", "grpc").SetTag(Traces.Caller, call.FindCaller()?.Name);
        if (isStream)
        {
            measures.Opened(Door, call.Method);
        }
    }

    private Door? Door => DoorFeature.Of(_call.GetHttpContext());

    /// <summary>The call ends with an error.</summary>
    public void End(StatusCode status) => _status = status;

    public void Dispose()
    {
        var status = _status ?? _call.Status.StatusCode;
        _measures.Ended(Door, _call.Method, status, _time.GetElapsedTime(_begun));
        if (_isStream)
        {
            _measures.Closed(Door, _call.Method);
        }

        if (status is StatusCode.Internal or StatusCode.Unknown or StatusCode.DataLoss)
        {
            _span?.SetStatus(ActivityStatusCode.Error);
        }

        _span?.SetTag("rpc.grpc.status_code", (int)status).Dispose();
    }
}

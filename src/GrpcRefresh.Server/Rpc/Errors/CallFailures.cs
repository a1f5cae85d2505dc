using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using GrpcRefresh.Server.Listening;
using GrpcRefresh.Server.Rpc.Redaction;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Errors;

/// <summary>Decides what a caller is told about an exception, and what the log is.</summary>
internal sealed partial class CallFailures(Drain drain, RpcMeasures measures, TimeProvider time, ILogger<CallFailures> logger)
{
    /// <summary>A fault is hard to understand without its request, so that is logged too: without secrets, and cut.</summary>
    private const int LongestRequest = 2_000;

    /// <param name="request">Null when the caller sends a stream.</param>
    public RpcException Translate(Exception exception, ServerCallContext call, object? request) => exception switch
    {
        RefusedException refused => Refuse(refused.Failure, call),
        OperationCanceledException when call.CancellationToken.IsCancellationRequested => CallerLeft(call),
        OperationCanceledException when drain.Started.IsCancellationRequested => Refuse(Drain.Refusal(exception).Failure, call),
        _ => Fault(exception, call, request as IMessage),
    };

    private RpcException Refuse(Failure failure, ServerCallContext call)
    {
        // At a shutdown every watcher ends in this way, which is one event and not thousands.
        var level = failure.Reason == ErrorReason.ServiceDraining ? LogLevel.Debug : LogLevel.Information;
        Log.Refused(logger, level, call.Method, failure.Reason, failure.Message);
        return Tell(failure, call);
    }

    private RpcException CallerLeft(ServerCallContext call)
    {
        var late = call.Deadline <= time.GetUtcNow().UtcDateTime;
        Log.CallerLeft(logger, call.Method, late);
        return new RpcException(late
            ? new Status(StatusCode.DeadlineExceeded, "The deadline passed.")
            : new Status(StatusCode.Cancelled, "The caller left."));
    }

    private RpcException Fault(Exception exception, ServerCallContext call, IMessage? request)
    {
        var incident = RandomNumberGenerator.GetHexString(8, lowercase: true);
        var asked = request is null ? "" : MessageRedactor.ToText(request);
        Log.Fault(logger, exception, call.Method, incident, asked.Length > LongestRequest ? asked[..LongestRequest] : asked);
        return Tell(
            new Failure(ErrorReason.Internal, $"A fault of the service. Its log tells more under incident {incident}.")
            {
                Metadata = new Dictionary<string, string> { ["incident"] = incident },
            },
            call);
    }

    private RpcException Tell(Failure failure, ServerCallContext call)
    {
        measures.Refused(DoorFeature.Of(call.GetHttpContext()), failure.Reason);
        return Refusal.Of(failure);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, EventName = nameof(Refused), Message = "{Method} refused: {Reason}: {Message}")]
        public static partial void Refused(ILogger logger, LogLevel level, string method, ErrorReason reason, string message);

        [LoggerMessage(2, LogLevel.Debug, "{Method} ended early: the caller left (deadline passed: {Late}).", EventName = nameof(CallerLeft))]
        public static partial void CallerLeft(ILogger logger, string method, bool late);

        [LoggerMessage(3, LogLevel.Error, "{Method} failed, incident {Incident}. Asked: {Request}", EventName = nameof(Fault))]
        public static partial void Fault(ILogger logger, Exception exception, string method, string incident, string request);
    }
}

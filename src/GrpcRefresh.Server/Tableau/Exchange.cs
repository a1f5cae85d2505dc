using System.Diagnostics;
using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Server.Tableau;

/// <summary>One try of a request as it is measured and traced. What is not told to have gone otherwise was given up by whoever asked.</summary>
internal sealed class Exchange(string server, TableauRequest request, TableauMeasures measures, TimeProvider time) : IDisposable
{
    private readonly long _begun = time.GetTimestamp();
    private readonly Activity? _span = Traces.Request(server, request.Method, request.Route);
    private RequestOutcome _outcome = RequestOutcome.Cancelled;

    public static RequestOutcome Of(TableauErrorKind kind) => kind switch
    {
        TableauErrorKind.Unreachable => RequestOutcome.Unreachable,
        TableauErrorKind.Throttled => RequestOutcome.Throttled,
        TableauErrorKind.AuthFailed => RequestOutcome.AuthFailed,
        TableauErrorKind.Forbidden => RequestOutcome.Forbidden,
        TableauErrorKind.NotFound => RequestOutcome.NotFound,
        TableauErrorKind.AlreadyQueued => RequestOutcome.AlreadyQueued,
        TableauErrorKind.NothingToRefresh => RequestOutcome.NothingToRefresh,
        TableauErrorKind.JobNotQueryable => RequestOutcome.JobNotQueryable,
        TableauErrorKind.JobEnded => RequestOutcome.JobEnded,
        TableauErrorKind.NotSupported => RequestOutcome.NotSupported,
        _ => RequestOutcome.Refused,
    };

    public void Answered(TableauAnswer answer) =>
        _span?.SetTag("http.response.status_code", answer.Status).SetTag(Traces.TableauRequestId, answer.RequestId);

    public void Succeeded() => _outcome = RequestOutcome.Ok;

    public void Failed(TableauException e)
    {
        _outcome = Of(e.Kind);
        _span?.SetTag("grpcrefresh.tableau.code", e.Code).SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose()
    {
        measures.Asked(server, request.Method, request.Route, _outcome, time.GetElapsedTime(_begun));
        _span?.SetTag("grpcrefresh.outcome", Words.Of(_outcome)).Dispose();
    }
}

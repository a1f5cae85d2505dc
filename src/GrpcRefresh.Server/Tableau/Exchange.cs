using System.Diagnostics;
using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Server.Tableau;

/// <summary>One try of a request as it is measured and traced. What is not told to have gone otherwise was given up by whoever asked.</summary>
internal sealed class Exchange(string server, TableauRequest request, TableauMeasures measures, TimeProvider time) : IDisposable
{
    private readonly long _begun = time.GetTimestamp();
    private readonly Activity? _span = Traces.Request(server, request.Method, request.Route);
    private string _outcome = MeasureTags.GivenUp;

    public void Answered(TableauAnswer answer) =>
        _span?.SetTag("http.response.status_code", answer.Status).SetTag(Traces.TableauRequestId, answer.RequestId);

    public void Succeeded() => _outcome = MeasureTags.Answered;

    public void Failed(TableauException e)
    {
        _outcome = Words.Of(e.Kind);
        _span?.SetTag("grpcrefresh.tableau.code", e.Code).SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose()
    {
        measures.Asked(server, request.Method, request.Route, _outcome, time.GetElapsedTime(_begun));
        _span?.SetTag("grpcrefresh.outcome", _outcome).Dispose();
    }
}

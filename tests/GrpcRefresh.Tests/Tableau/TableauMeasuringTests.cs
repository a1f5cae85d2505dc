using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.Testing;

namespace GrpcRefresh.Tests.Tableau;

public sealed class TableauMeasuringTests : IDisposable
{
    private readonly Collector _collector = new();
    private readonly TableauWorkbench _bench;

    public TableauMeasuringTests() => _bench = new TableauWorkbench(measures: new TableauMeasures(_collector.Meter));

    public void Dispose()
    {
        _bench.Dispose();
        _collector.Dispose();
    }

    [Fact]
    public async Task Every_request_is_measured_by_its_route_and_outcome()
    {
        _bench.Stub.On("GET /jobs/job-1", () => Answer.Error("404009"));

        await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());

        Assert.Equal(
            ["default GET /serverinfo OK", "default POST /auth/signin OK", "default GET /jobs/{id} NOT_FOUND"],
            _collector.Of(Measures.TableauDuration).Select(request => string.Join(' ', request.Tags.Values)));
    }

    [Fact]
    public async Task A_request_that_is_repeated_is_measured_each_time()
    {
        _bench.Stub.On("GET /jobs/job-1", () => throw new HttpRequestException("reset"), () => Answer.Job());

        await _bench.ReadAsync();

        Assert.Equal(["UNREACHABLE", "OK"], Outcomes(Measures.TableauDuration, "route", "/jobs/{id}"));
    }

    [Fact]
    public async Task A_session_is_live_from_its_sign_in_to_its_end()
    {
        _bench.Stub.On("GET /jobs/job-1", _ => Answer.Job());
        Assert.Equal(0, Now(Measures.Sessions));

        await _bench.ReadAsync();
        Assert.Equal(1, Now(Measures.Sessions));
        _bench.Time.Advance(TimeSpan.FromMinutes(10));
        _bench.Stub.LiveToken = "of somebody else";
        await _bench.ReadAsync();
        await _bench.Site.SignOutAsync(default);

        Assert.Equal(["SIGNED_IN", "SIGNED_IN"], Outcomes(Measures.SignIns));
        Assert.Single(_collector.Of(Measures.SessionsLost), lost => lost.Value == 1);
        Assert.Equal(0, Now(Measures.Sessions));
    }

    [Fact]
    public async Task A_refused_credential_is_not_tried_again_and_the_pause_is_told()
    {
        _bench.Stub.On("POST /auth/signin", _ => Answer.Error("401001"));

        await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());
        await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());

        Assert.Equal(["REFUSED", "PAUSED"], Outcomes(Measures.SignIns));
        Assert.Equal(30, Now(Measures.SignInPause));
        _bench.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(0, Now(Measures.SignInPause));
    }

    [Fact]
    public async Task How_long_Tableau_wants_to_be_left_alone_is_told()
    {
        _bench.Stub.On("GET /jobs/job-1", _ =>
        {
            var answer = Answer.Error("429000", status: 429);
            answer.Headers.TryAddWithoutValidation("Retry-After", "90");
            return answer;
        });

        await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());

        Assert.Equal(90, Now(Measures.RetryAfter));
        _bench.Time.Advance(TimeSpan.FromSeconds(91));
        Assert.Equal(0, Now(Measures.RetryAfter));
    }

    [Fact]
    public void Tableau_is_told_nothing_of_traces()
    {
        using var handler = (SocketsHttpHandler)TableauTransport.CreateHandler(new TableauServerOptions());

        Assert.Null(handler.ActivityHeadersPropagator);
    }

    private double Now(Measure gauge) => Assert.Single(_collector.Of(gauge)).Value;

    private IEnumerable<string> Outcomes(Measure measure, string? tag = null, string? value = null) =>
        _collector.Of(measure).Where(seen => seen.Value > 0 || measure.Kind == MeasureKind.Histogram)
            .Where(seen => tag is null || seen.Tags[tag] == value)
            .Select(seen => seen.Tags["outcome"]);
}

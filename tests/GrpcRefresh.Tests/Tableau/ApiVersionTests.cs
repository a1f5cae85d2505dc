using System.Net;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;
using Xunit;

namespace GrpcRefresh.Tests.Tableau;

public sealed class ApiVersionTests : IDisposable
{
    private readonly TableauWorkbench _bench = new();

    [Theory]
    [InlineData("3.24", "3.24", false)]
    [InlineData("3.25", "3.25", true)]
    [InlineData("3.27", "3.27", true)]
    [InlineData("3.30", "3.27", true)]
    [InlineData("4.0", "3.27", true)]
    [InlineData("3.9", "3.9", false)]
    public async Task The_lower_version_of_both_sides_is_spoken(string theirs, string spoken, bool incremental)
    {
        _bench.Stub.ApiVersion = theirs;

        Assert.Equal(Version.Parse(spoken), await _bench.Site.GetApiVersionAsync(default));
        Assert.Equal(incremental, await _bench.Site.SupportsIncrementalAsync(default));

        await _bench.Site.GetApiVersionAsync(default);
        Assert.Equal(1, _bench.Stub.Count("GET /serverinfo"));
    }

    [Fact]
    public async Task Requests_name_the_version_and_the_site_of_the_session()
    {
        _bench.Stub.ApiVersion = "3.26";
        _bench.Stub.On("GET /jobs/job-1", _ => Answer.Job());
        await _bench.ReadAsync();
        Assert.Equal("/api/3.26/sites/site-luid/jobs/job-1", _bench.Stub.Calls[^1].Path);
    }

    [Fact]
    public async Task A_version_that_could_not_be_learnt_is_asked_for_again()
    {
        var good = Answer.Xml("<serverInfo><restApiVersion>3.26</restApiVersion></serverInfo>");
        _bench.Stub.On("GET /serverinfo", () => Answer.Empty(HttpStatusCode.Forbidden), () => good);

        await Assert.ThrowsAsync<TableauException>(() => _bench.Site.GetApiVersionAsync(default));

        Assert.Equal(new Version(3, 26), await _bench.Site.GetApiVersionAsync(default));
    }

    [Theory]
    [InlineData("Unknown")]
    [InlineData("")]
    public async Task A_version_that_is_none_is_no_answer_of_Tableaus(string version)
    {
        _bench.Stub.ApiVersion = version;
        var e = await Assert.ThrowsAsync<TableauException>(() => _bench.Site.GetApiVersionAsync(default));
        Assert.Equal(TableauErrorKind.Unreachable, e.Kind);
    }

    [Fact]
    public async Task A_server_that_no_longer_knows_the_version_is_asked_anew()
    {
        _bench.Stub.On("GET /jobs/job-1", () => Answer.Error("404003"), () => Answer.Job());
        await Assert.ThrowsAsync<TableauException>(() => _bench.ReadAsync());
        _bench.Stub.ApiVersion = "3.24";

        await _bench.ReadAsync();

        Assert.StartsWith("/api/3.24/", _bench.Stub.Calls[^1].Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.24", false, "<tsRequest />")]
    [InlineData("3.25", false, "<tsRequest><extractRefresh /></tsRequest>")]
    [InlineData("3.25", true, "<tsRequest><extractRefresh incremental=\"true\" /></tsRequest>")]
    public async Task A_refresh_is_asked_for_as_the_version_wants_it(string version, bool incremental, string body)
    {
        _bench.Stub.ApiVersion = version;
        _bench.Stub.On($"POST /datasources/{Some.Luid}/refresh", _ => Answer.Job());

        await _bench.Site.StartRefreshAsync(ResourceType.Datasource, Some.Luid, incremental, default);

        Assert.Equal(body, _bench.Stub.Calls[^1].Body);
    }

    [Fact]
    public async Task An_old_server_is_not_asked_for_an_incremental_refresh()
    {
        _bench.Stub.ApiVersion = "3.24";
        var e = await Assert.ThrowsAsync<TableauException>(() => _bench.Site.StartRefreshAsync(ResourceType.Workbook, Some.Luid, incremental: true, default));
        Assert.Equal((TableauErrorKind.Refused, false), (e.Kind, e.MayHaveTakenEffect));
    }

    [Fact]
    public async Task The_clock_of_Tableau_is_learnt_from_its_answers()
    {
        Assert.Equal(TimeSpan.Zero, _bench.Site.ClockOffset);
        _bench.Stub.On("GET /jobs/job-1", _ =>
        {
            var answer = Answer.Job();
            answer.Headers.Date = _bench.Time.GetUtcNow() + TimeSpan.FromSeconds(42);
            return answer;
        });

        await _bench.ReadAsync();

        Assert.Equal(TimeSpan.FromSeconds(42), _bench.Site.ClockOffset);
    }

    public void Dispose() => _bench.Dispose();
}

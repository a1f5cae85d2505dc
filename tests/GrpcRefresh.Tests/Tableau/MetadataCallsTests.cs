using System.Net;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;
using Xunit;

namespace GrpcRefresh.Tests.Tableau;

public sealed class MetadataCallsTests : IDisposable
{
    private const string Route = "POST /api/metadata/graphql";

    private readonly TableauWorkbench _bench = new();

    private StubTableau Stub => _bench.Stub;

    [Fact]
    public async Task The_number_in_an_address_is_looked_up_in_one_question()
    {
        Metadata($$$"""{"data":{"publishedDatasources":[{"luid":"{{{Some.Luid}}}"}]}}""");

        Assert.Equal(Some.Luid, await _bench.Site.FindLuidByUrlIdAsync(ResourceType.Datasource, "123", default));

        var call = Stub.Calls[^1];
        Assert.Contains("query { publishedDatasources(filter:{vizportalUrlId:\\u0022123\\u0022}){ luid } }", call.Body, StringComparison.Ordinal);
        Assert.Equal("token-1", call.Token);
    }

    public static TheoryData<string, Func<HttpResponseMessage>> Useless => new()
    {
        { "off", () => Answer.Error("404000") },
        { "off, as a page", () => Answer.Text(HttpStatusCode.NotFound, "text/html", "<html/>") },
        { "forbidden", () => Answer.Error("403000") },
        { "down", () => Answer.Empty(HttpStatusCode.ServiceUnavailable) },
        { "failed", () => Answer.Json("""{"data":null,"errors":[{"message":"Reached time limit of PT5S for query execution."}]}""") },
        { "failed without data", () => Answer.Json("""{"errors":[{"message":"no"}]}""") },
        { "late", () => Answer.Json("""{"data":{"workbooks":[]}}""") },
        { "without luid", () => Answer.Json("""{"data":{"workbooks":[{"luid":""},{"luid":null},null,{}]}}""") },
        { "two", () => Answer.Json("""{"data":{"workbooks":[{"luid":"a"},{"luid":"b"}]}}""") },
    };

    [Theory]
    [MemberData(nameof(Useless))]
    public async Task Without_a_clear_answer_the_number_is_looked_for_in_all_addresses(string what, Func<HttpResponseMessage> answer)
    {
        Stub.On(Route, answer);
        Stub.On("GET /workbooks", _ => Answer.Page("workbooks",
        [
            "<workbook id=\"0\" name=\"no address\"/>",
            "<workbook id=\"1\" name=\"x\" webpageUrl=\"https://t/#/site/s/workbooks/5123\"/>",
            $"<workbook id=\"{Some.Luid}\" name=\"x\" webpageUrl=\"https://t/#/site/s/workbooks/123\"/>",
        ]));

        Assert.True(Some.Luid == await _bench.Site.FindLuidByUrlIdAsync(ResourceType.Workbook, "123", default), what);
        Assert.Null(await _bench.Site.FindLuidByUrlIdAsync(ResourceType.Workbook, "9", default));
    }

    [Fact]
    public async Task The_newest_extract_of_a_workbook_counts()
    {
        Metadata("""
            {"data":{"workbooks":[{"embeddedDatasources":[
              {"extractLastRefreshTime":"2026-09-01T05:00:00Z","extractLastUpdateTime":null},
              {"extractLastRefreshTime":null,"extractLastIncrementalUpdateTime":"2026-09-01T05:30:00Z"}]}]}}
            """);

        Assert.Equal(new DateTimeOffset(2026, 9, 1, 5, 30, 0, TimeSpan.Zero), await LastAsync(ResourceType.Workbook));
    }

    [Fact]
    public async Task The_extract_of_a_data_source_is_its_own()
    {
        Metadata("""{"data":{"publishedDatasources":[{"extractLastUpdateTime":"2026-09-01T05:00:00Z"}]}}""");
        Assert.Equal(new DateTimeOffset(2026, 9, 1, 5, 0, 0, TimeSpan.Zero), await LastAsync(ResourceType.Datasource));
    }

    [Theory]
    [InlineData("""{"data":{"workbooks":[{"embeddedDatasources":[{"extractLastRefreshTime":null}]}]}}""")]
    [InlineData("""{"data":{"workbooks":[]}}""")]
    [InlineData("""{"data":null,"errors":[{"message":"no"}]}""")]
    public async Task A_time_that_is_not_told_is_unknown(string json)
    {
        Metadata(json);
        Assert.Null(await LastAsync(ResourceType.Workbook));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task A_metadata_api_that_is_off_tells_no_time(HttpStatusCode status)
    {
        Stub.On(Route, _ => Answer.Text(status, "text/html", "<html/>"));
        Assert.Null(await LastAsync(ResourceType.Workbook));
        Assert.Equal(1, Stub.Count(Route));
    }

    [Fact]
    public async Task A_metadata_api_that_is_down_fails_the_question()
    {
        Stub.On(Route, _ => Answer.Empty(HttpStatusCode.ServiceUnavailable));
        var e = await Assert.ThrowsAsync<TableauException>(() => LastAsync(ResourceType.Workbook));
        Assert.Equal((TableauErrorKind.Unreachable, false), (e.Kind, e.MayHaveTakenEffect));
    }

    public void Dispose() => _bench.Dispose();

    private void Metadata(string json) => Stub.On(Route, _ => Answer.Json(json));

    private Task<DateTimeOffset?> LastAsync(ResourceType type) => _bench.Site.GetLastExtractUpdateAsync(type, Some.Luid, default);
}

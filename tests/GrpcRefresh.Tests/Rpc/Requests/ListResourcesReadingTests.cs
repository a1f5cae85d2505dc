using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc.Requests;

public sealed class ListResourcesReadingTests
{
    private static readonly Dictionary<string, (Action<ListResourcesRequest> Spoil, string[] Fields)> Bad = new()
    {
        ["no type"] = (r => r.Type = ResourceType.Unspecified, ["type"]),
        ["a type of tomorrow"] = (r => r.Type = (ResourceType)9, ["type"]),
        ["a long site"] = (r => r.Site = new string('s', 257), ["site"]),
        ["a long server"] = (r => r.Server = new string('s', 257), ["server"]),
        ["a long search"] = (r => r.NameContains = new string('s', 257), ["name_contains"]),
        ["a search with a control character"] = (r => r.NameContains = "\0", ["name_contains"]),
        ["a negative page"] = (r => r.PageSize = -1, ["page_size"]),
        ["a long token"] = (r => r.PageToken = new string('t', 16_385), ["page_token"]),
        ["two of them"] = (r => (r.Type, r.PageSize) = (ResourceType.Unspecified, -1), ["type", "page_size"]),
    };

    public static TheoryData<string> BadCases => [.. Bad.Keys];

    [Theory]
    [MemberData(nameof(BadCases))]
    public void A_bad_request_is_refused_with_the_paths_of_its_bad_fields(string what)
    {
        var request = new ListResourcesRequest { Type = ResourceType.Workbook };
        Bad[what].Spoil(request);

        Assert.Equal(Bad[what].Fields, BadFields.Of(() => RefreshRequests.Read(request)));
    }

    [Fact]
    public void What_is_left_out_has_its_documented_default() => Assert.Equal(
        new ResourceListing(new SiteKey("default", ""), ResourceType.Workbook, "", 100, ""),
        RefreshRequests.Read(new ListResourcesRequest { Type = ResourceType.Workbook }));

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 1)]
    [InlineData(1_000, 1_000)]
    [InlineData(1_001, 1_000)]
    [InlineData(int.MaxValue, 1_000)]
    public void A_page_has_at_most_a_thousand(int asked, int given) =>
        Assert.Equal(given, RefreshRequests.Read(new ListResourcesRequest { Type = ResourceType.Workbook, PageSize = asked }).PageSize);
}

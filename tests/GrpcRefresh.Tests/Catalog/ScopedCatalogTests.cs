using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.Tests.Catalog.CatalogWorkbench;

namespace GrpcRefresh.Tests.Catalog;

public sealed class ScopedCatalogTests : IDisposable
{
    private static readonly Caller Sales = SomeCaller.Named("sales-etl", scope: SomeCaller.Scope([""], "Sales/Daily"));

    private readonly CatalogWorkbench _bench = new();

    [Fact]
    public async Task What_lies_inside_is_found_however_it_is_named()
    {
        Assert.Equal(SalesOrders, (await ResolveAsync(ByPath("Orders", "Sales", "Daily"))).Luid);
        Assert.Equal(SalesOrders, (await ResolveAsync(ByLuid(SalesOrders))).Luid);
    }

    public static TheoryData<string> Outside => ["another site", "a site that is not configured", "another project", "a project above", "a luid of another project", "a luid that nothing has", "a personal space"];

    [Theory]
    [MemberData(nameof(Outside))]
    public async Task What_lies_outside_is_refused_alike_whether_it_exists_or_not(string what)
    {
        _bench.Workbooks.Remove(SalesReturns);
        var reference = what switch
        {
            "another site" => ByPath("Orders", "Sales", "Daily") with { Site = "sales" },
            "a site that is not configured" => ByPath("Orders", "Sales", "Daily") with { Site = "nowhere" },
            "another project" => ByPath("Orders", "Finance", "Daily"),
            "a project above" => ByPath("Orders", "Sales"),
            "a luid of another project" => ByLuid(FinanceOrders),
            "a luid that nothing has" => ByLuid(SalesReturns),
            _ => ByLuid(PersonalNotes),
        };

        var refused = await Assert.ThrowsAsync<RefusedException>(() => ResolveAsync(reference));

        Assert.Equal(ErrorReason.PermissionDenied, refused.Failure.Reason);
        Assert.Empty(refused.Failure.Subjects);
        Assert.Equal(["role", "outside"], refused.Failure.Metadata.Keys);
    }

    [Fact]
    public async Task A_reference_that_says_itself_that_it_lies_outside_costs_Tableau_nothing()
    {
        await Assert.ThrowsAsync<RefusedException>(() => ResolveAsync(ByPath("Orders", "Finance", "Daily")));

        Assert.Empty(_bench.Stub.Calls);
    }

    [Fact]
    public async Task Names_like_the_one_that_was_asked_for_are_told_from_inside_only()
    {
        var scoped = await Assert.ThrowsAsync<RefusedException>(() => ResolveAsync(ByPath("Odrers", "Sales", "Daily")));
        _bench.Workbooks.Remove(SalesOrders);
        var elsewhere = await Assert.ThrowsAsync<RefusedException>(() => ResolveAsync(ByPath("Orders", "Sales", "Daily")));

        Assert.Equal([SalesOrders], scoped.Failure.Subjects.Skip(1).Select(subject => subject.Name));
        Assert.Equal(ErrorReason.ResourceNotFound, elsewhere.Failure.Reason);
        Assert.DoesNotContain("Finance", elsewhere.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_has_what_lies_inside_page_by_page()
    {
        var first = await ListAsync(1, "");
        var second = await ListAsync(1, first.NextPageToken);

        Assert.Equal([SalesOrders, SalesReturns], first.Items.Concat(second.Items).Select(item => item.Luid));
        Assert.Equal("", second.NextPageToken);
    }

    [Fact]
    public async Task A_list_of_a_site_outside_is_refused() =>
        Assert.Equal(
            ErrorReason.PermissionDenied,
            (await Assert.ThrowsAsync<RefusedException>(() => ListAsync(1, "", site: "nowhere"))).Failure.Reason);

    public void Dispose() => _bench.Dispose();

    private Task<CatalogItem> ResolveAsync(ResourceReference reference) => _bench.Scoped.ResolveAsync(reference, Sales, default);

    private Task<CatalogPage> ListAsync(int size, string token, string site = "") =>
        _bench.Scoped.ListAsync(new SiteKey("default", site), ResourceType.Workbook, "", size, token, Sales, default);
}

using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Tests.Tableau;
using GrpcRefresh.V1;
using Xunit;
using static GrpcRefresh.Tests.Catalog.CatalogWorkbench;

namespace GrpcRefresh.Tests.Catalog;

public sealed class ResolveTests : IDisposable
{
    private readonly CatalogWorkbench _bench = new();

    private StubTableau Stub => _bench.Stub;

    [Fact]
    public async Task Content_is_found_by_its_luid_and_described()
    {
        var item = await _bench.ResolveAsync(ByLuid(SalesOrders.ToUpperInvariant()));

        Assert.Equal((SalesOrders, "Orders", "ada@example.com", true), (item.Luid, item.Name, item.Owner, item.HasExtracts));
        Assert.Equal(["Sales", "Daily"], item.ProjectPath);
        Assert.Equal(new SiteKey("default", ""), item.Site);
    }

    [Fact]
    public async Task Content_in_a_personal_space_has_no_path()
    {
        var item = await _bench.ResolveAsync(ByLuid(PersonalNotes));
        Assert.Empty(item.ProjectPath);
        Assert.Equal("", item.WebpageUrl);
    }

    [Fact]
    public async Task An_owner_whose_name_is_hidden_is_left_empty() => Assert.Equal("", (await _bench.ResolveAsync(ByLuid(FinanceOrders))).Owner);

    [Fact]
    public async Task An_owner_who_cannot_be_asked_about_does_not_hide_the_content()
    {
        Stub.On("GET /users/ada", _ => Answer.Error("429000"));
        Assert.Equal("", (await _bench.ResolveAsync(ByLuid(SalesOrders))).Owner);
    }

    [Fact]
    public async Task A_name_is_found_in_the_project_that_is_meant()
    {
        Assert.Equal(SalesOrders, (await _bench.ResolveAsync(ByPath("Orders", "Sales", "Daily"))).Luid);
        Assert.Equal(FinanceOrders, (await _bench.ResolveAsync(ByPath("Orders", "Finance", "Daily"))).Luid);
    }

    [Fact]
    public async Task A_name_that_fits_twice_is_refused_with_all_candidates()
    {
        _bench.Workbooks[SalesReturns] = Workbook(SalesReturns, "Orders", "sales-daily", "ada");

        var failure = await RefusedAsync(ByPath("Orders", "Sales", "Daily"));

        Assert.Equal(ErrorReason.ResourceAmbiguous, failure.Reason);
        Assert.Equal(("workbook Sales / Daily / Orders", "2"), (failure.Metadata["resource"], failure.Metadata["count"]));
        Assert.Equal(
            [new("workbook", SalesOrders, "ada@example.com", "Sales / Daily / Orders"), new("workbook", SalesReturns, "ada@example.com", "Sales / Daily / Orders")],
            failure.Subjects);
    }

    [Fact]
    public async Task A_name_in_another_project_is_offered()
    {
        var failure = await RefusedAsync(ByPath("Orders", "Sales"));

        Assert.Equal(ErrorReason.ResourceNotFound, failure.Reason);
        Assert.Equal("Sales / Daily / Orders; Finance / Daily / Orders", failure.Metadata["candidates"]);
        Assert.Equal(["workbook Sales / Orders", SalesOrders, FinanceOrders], failure.Subjects.Select(subject => subject.Name));
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("Order")]
    [InlineData("Odrers")]
    public async Task A_misspelt_name_in_the_same_project_is_offered(string name) =>
        Assert.Equal("Sales / Daily / Orders", (await RefusedAsync(ByPath(name, "Sales", "Daily"))).Metadata["candidates"]);

    [Fact]
    public async Task A_name_like_no_other_is_refused_without_candidates()
    {
        var failure = await RefusedAsync(ByPath("Something else", "Sales", "Daily"));
        Assert.False(failure.Metadata.ContainsKey("candidates"));
        Assert.Equal("workbook Sales / Daily / Something else", Assert.Single(failure.Subjects).Name);
    }

    [Fact]
    public async Task At_most_five_candidates_are_offered()
    {
        for (var i = 10; i < 20; i++)
        {
            _bench.Workbooks[Luid(i)] = Workbook(Luid(i), "Orders", "finance", "ada");
        }

        Assert.Equal(6, (await RefusedAsync(ByPath("Orders", "Sales"))).Subjects.Count);
    }

    [Fact]
    public async Task An_unknown_luid_is_refused_by_name()
    {
        _bench.Workbooks.Clear();
        var failure = await RefusedAsync(ByLuid(SalesOrders));
        Assert.Equal((ErrorReason.ResourceNotFound, $"workbook {SalesOrders}"), (failure.Reason, failure.Metadata["resource"]));
    }

    [Fact]
    public async Task A_pasted_address_finds_its_content()
    {
        Stub.On("POST /api/metadata/graphql", _ => Answer.Json("""{"data":{"workbooks":[]}}"""));

        Assert.Equal(SalesReturns, (await _bench.ResolveAsync(ByUrl("https://bi.example.com/#/workbooks/3/views"))).Luid);

        var failure = await RefusedAsync(ByUrl("https://bi.example.com/#/workbooks/99"));
        Assert.Equal((ErrorReason.ResourceNotFound, "workbook number 99"), (failure.Reason, failure.Metadata["resource"]));
    }

    [Fact]
    public async Task A_Tableau_that_does_not_answer_is_told_apart_from_content_that_does_not_exist()
    {
        Stub.On($"GET /workbooks/{SalesOrders}", _ => Answer.Text(System.Net.HttpStatusCode.NotFound, "text/html", "<html/>"));
        var failure = await RefusedAsync(ByLuid(SalesOrders));
        Assert.Equal((ErrorReason.TableauUnreachable, TimeSpan.FromSeconds(15)), (failure.Reason, failure.RetryAfter!.Value));
    }

    [Fact]
    public async Task What_was_resolved_is_remembered_for_ten_minutes()
    {
        await _bench.ResolveAsync(ByPath("Orders", "Sales", "Daily"));
        var asked = Stub.Calls.Count;
        _bench.Time.Advance(TimeSpan.FromMinutes(9));
        await _bench.ResolveAsync(ByPath("Orders", "Sales", "Daily"));
        Assert.Equal(asked, Stub.Calls.Count);

        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.ResolveAsync(ByPath("Orders", "Sales", "Daily"));
        Assert.Equal(2, Stub.Count("GET /workbooks"));
        Assert.Equal(2, Stub.Count("GET /projects"));
        Assert.Equal(1, Stub.Count("GET /users/ada"));
    }

    [Fact]
    public async Task A_hundred_equal_questions_at_once_are_one()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => _bench.ResolveAsync(ByLuid(SalesOrders)))));
        Assert.Equal(1, Stub.Count($"GET /workbooks/{SalesOrders}"));
        Assert.Equal(1, Stub.Count("GET /projects"));
    }

    [Fact]
    public async Task Content_published_anew_under_its_name_is_found_when_the_old_is_gone()
    {
        var old = await _bench.ResolveAsync(ByPath("Orders", "Sales", "Daily"));
        await _bench.ResolveAsync(ByLuid(SalesOrders));
        _bench.Workbooks.Remove(SalesOrders);
        _bench.Workbooks[Luid(9)] = Workbook(Luid(9), "Orders", "sales-daily", "ada");

        var found = await _bench.Catalog.ReResolveAsync(old, ByPath("Orders", "Sales", "Daily"), default);

        Assert.Equal(Luid(9), found.Luid);
        Assert.Equal(ErrorReason.ResourceNotFound, (await RefusedAsync(ByLuid(SalesOrders))).Reason);
    }

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        var gone = _bench.Workbooks[SalesOrders];
        _bench.Workbooks.Remove(SalesOrders);
        await RefusedAsync(ByLuid(SalesOrders));
        _bench.Workbooks[SalesOrders] = gone;
        Assert.Equal("Orders", (await _bench.ResolveAsync(ByLuid(SalesOrders))).Name);
    }

    [Fact]
    public async Task A_new_project_is_found_although_the_tree_is_remembered()
    {
        await _bench.ResolveAsync(ByLuid(SalesOrders));
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        _bench.Projects.Add("<project id=\"new\" name=\"New\"/>");
        _bench.Workbooks[SalesReturns] = Workbook(SalesReturns, "Returns", "new", "ada");

        Assert.Equal(["New"], (await _bench.ResolveAsync(ByPath("Returns", "New"))).ProjectPath);
        Assert.Equal(2, Stub.Count("GET /projects"));
    }

    [Fact]
    public async Task A_project_that_the_account_cannot_see_is_known_by_its_own_name()
    {
        _bench.Workbooks[SalesReturns] = Workbook(SalesReturns, "Returns", "invisible", "ada");
        Assert.Equal(["Daily"], (await _bench.ResolveAsync(ByLuid(SalesReturns))).ProjectPath);
        Assert.Equal(1, Stub.Count("GET /projects"));
    }

    public void Dispose() => _bench.Dispose();

    private async Task<Failure> RefusedAsync(ResourceReference reference) =>
        (await Assert.ThrowsAsync<RefusedException>(() => _bench.ResolveAsync(reference))).Failure;
}

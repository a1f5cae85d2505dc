using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Tableau;

public sealed class CatalogTests
{
    [Fact]
    public async Task Content_is_found_by_path_luid_and_address_alike()
    {
        await using var neighbour = await Neighbour.StartAsync();
        var catalog = neighbour.Catalog;

        var byPath = await catalog.ResolveAsync(Path("Forecast", "Marketing", "Sales"), default);
        var byLuid = await catalog.ResolveAsync(new(ResourceType.Workbook, "", "", byPath.Luid, null, null), default);
        var byUrl = await catalog.ResolveAsync(new(ResourceType.Unspecified, "", "", null, null, $"{neighbour.Simulator.Url}#/workbooks/207/views"), default);

        Assert.Equal(["Marketing", "Sales"], byPath.ProjectPath);
        Assert.Equal("ana", byPath.Owner);
        Assert.Equal(byPath.Luid, byLuid.Luid);
        Assert.Equal(byPath.Luid, byUrl.Luid);
        Assert.Equal(byUrl.Luid, (await catalog.ResolveAsync(new(ResourceType.Unspecified, "", "", null, null, byUrl.WebpageUrl), default)).Luid);
    }

    [Fact]
    public async Task A_name_with_an_ampersand_is_found() =>
        await WithCatalogAsync(async catalog => Assert.Equal("R&D Spend", (await catalog.ResolveAsync(Path("R&D Spend", "Finance"), default)).Name));

    [Fact]
    public async Task Two_workbooks_of_one_name_in_one_project_are_ambiguous() => await WithCatalogAsync(async catalog =>
    {
        var e = await Assert.ThrowsAsync<RefusedException>(() => catalog.ResolveAsync(Path("Regional Overview", "Sales"), default));
        Assert.Equal((ErrorReason.ResourceAmbiguous, "2"), (e.Failure.Reason, e.Failure.Metadata["count"]));
        Assert.Equal(["ana", "demo"], e.Failure.Subjects.Select(subject => subject.Owner).Order());
    });

    [Fact]
    public async Task What_could_have_been_meant_is_offered() => await WithCatalogAsync(async catalog =>
    {
        var e = await Assert.ThrowsAsync<RefusedException>(() => catalog.ResolveAsync(Path("pipelin", "Sales", "EMEA"), default));
        Assert.Equal("Sales / EMEA / Pipeline", e.Failure.Metadata["candidates"]);
    });

    [Fact]
    public async Task All_content_of_a_site_is_listed_in_pages()
    {
        await using var neighbour = await Neighbour.StartAsync(options => options.Datasources = 1_200);
        var (names, token) = (new List<string>(), "");
        do
        {
            var page = await neighbour.Catalog.ListAsync(new("default", ""), ResourceType.Datasource, "", 500, token, CallerScope.Everything, default);
            names.AddRange(page.Items.Select(item => item.Name));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(names.Order(StringComparer.OrdinalIgnoreCase), names);
        Assert.InRange(names.Count, 1_200, 1_250);
        Assert.Equal(2, neighbour.Simulator.Requests["GET /sites/{id}/datasources"]);
    }

    private static ResourceReference Path(string name, params string[] projects) =>
        new(ResourceType.Workbook, "", "", null, new ResourceNamePath(projects, name), null);

    private static async Task WithCatalogAsync(Func<ResourceCatalog, Task> test)
    {
        await using var neighbour = await Neighbour.StartAsync();
        await test(neighbour.Catalog);
    }
}

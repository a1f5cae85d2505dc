using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc.Requests;

public sealed class ResourceReadingTests
{
    private const string Luid = "123e4567-e89b-12d3-a456-426614174000";

    private static readonly Dictionary<string, (ResourceRef? Reference, string[] Fields)> Bad = new()
    {
        ["nothing"] = (null, ["resource"]),
        ["no target"] = (new() { Type = ResourceType.Workbook }, ["resource"]),
        ["no type with a luid"] = (new() { Luid = Luid }, ["resource.type"]),
        ["no type with a path"] = (new() { Path = Path("Orders", "Sales") }, ["resource.type"]),
        ["a type of tomorrow"] = (new() { Type = (ResourceType)9, Luid = Luid }, ["resource.type"]),
        ["a type of tomorrow with a url"] = (new() { Type = (ResourceType)9, Url = "https://tableau.example.com/#/workbooks/1" }, ["resource.type"]),
        ["a site of 257 characters"] = (Workbook(r => r.Site = new string('s', 257)), ["resource.site"]),
        ["a site with a tab"] = (Workbook(r => r.Site = "mar\tketing"), ["resource.site"]),
        ["a server of 257 characters"] = (Workbook(r => r.Server = new string('s', 257)), ["resource.server"]),
        ["a server with a line break"] = (Workbook(r => r.Server = "a\nb"), ["resource.server"]),
        ["a luid that is no UUID"] = (Workbook(r => r.Luid = "123"), ["resource.luid"]),
        ["an empty luid"] = (Workbook(r => r.Luid = ""), ["resource.luid"]),
        ["a path without projects"] = (Workbook(r => r.Path = Path("Orders")), ["resource.path.project_path"]),
        ["a path of 21 projects"] = (Workbook(r => r.Path = Path("Orders", [.. Enumerable.Repeat("p", 21)])), ["resource.path.project_path"]),
        ["an empty project"] = (Workbook(r => r.Path = Path("Orders", "Sales", "")), ["resource.path.project_path[1]"]),
        ["a project of 257 characters"] = (Workbook(r => r.Path = Path("Orders", new string('p', 257))), ["resource.path.project_path[0]"]),
        ["a path without a name"] = (Workbook(r => r.Path = Path("", "Sales")), ["resource.path.name"]),
        ["a name with a DEL"] = (Workbook(r => r.Path = Path("Or\u007fders", "Sales")), ["resource.path.name"]),
        ["a name with a C1 control"] = (Workbook(r => r.Path = Path("Or\u0085ders", "Sales")), ["resource.path.name"]),
        ["an empty url"] = (new() { Url = "" }, ["resource.url"]),
        ["a url of 2,049 characters"] = (new() { Url = "https://t/" + new string('u', 2_039) }, ["resource.url"]),
        ["a url without a scheme"] = (new() { Url = "tableau.example.com/#/workbooks/1" }, ["resource.url"]),
        ["a url of a file"] = (new() { Url = "file:///etc/passwd" }, ["resource.url"]),
        ["a url with a password"] = (new() { Url = "https://ann:secret@tableau.example.com/#/workbooks/1" }, ["resource.url"]),
    };

    public static TheoryData<string> BadCases => [.. Bad.Keys];

    [Theory]
    [MemberData(nameof(BadCases))]
    public void A_bad_reference_is_refused_with_the_paths_of_its_bad_fields(string what) =>
        Assert.Equal(Bad[what].Fields, BadFields.Of(() => Read(Bad[what].Reference)));

    [Fact]
    public void A_luid_is_read_in_one_spelling_and_on_the_default_server() => Assert.Equal(
        new ResourceReference(ResourceType.Datasource, "default", "", Luid, null, null),
        Read(new ResourceRef { Type = ResourceType.Datasource, Luid = Luid.ToUpperInvariant() }));

    [Fact]
    public void A_path_keeps_slashes_and_case()
    {
        var reference = Read(new ResourceRef
        {
            Type = ResourceType.Workbook,
            Server = "eu",
            Site = "marketing",
            Path = Path("Orders", "Sales/EMEA", "q1"),
        });

        Assert.Equal(("eu", "marketing"), (reference.Server, reference.Site));
        Assert.Equal(["Sales/EMEA", "q1"], reference.Path!.ProjectPath);
        Assert.Equal("Orders", reference.Path.Name);
    }

    [Fact]
    public void A_url_tells_type_and_server_itself() => Assert.Equal(
        new ResourceReference(ResourceType.Unspecified, "", "", null, null, "https://tableau.example.com/#/workbooks/1"),
        Read(new ResourceRef { Url = "https://tableau.example.com/#/workbooks/1" }));

    [Fact]
    public void A_length_is_counted_in_characters_as_people_count_them() =>
        Assert.Equal(256 * 2, Read(Workbook(r => r.Path = Path(string.Concat(Enumerable.Repeat("😀", 256)), "p"))).Path!.Name.Length);

    [Fact]
    public void A_password_in_a_url_is_not_repeated() => Assert.DoesNotContain(
        "secret",
        Assert.Throws<Server.RefusedException>(() => Read(Bad["a url with a password"].Reference)).Failure.ToString(),
        StringComparison.Ordinal);

    private static ResourceReference Read(ResourceRef? reference) =>
        RefreshRequests.Read(new ResolveResourceRequest { Resource = reference });

    private static ResourceRef Workbook(Action<ResourceRef> change)
    {
        var reference = new ResourceRef { Type = ResourceType.Workbook, Luid = Luid };
        change(reference);
        return reference;
    }

    private static ResourcePath Path(string name, params string[] projects) => new() { Name = name, ProjectPath = { projects } };
}

using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Tableau;
using Xunit;

namespace GrpcRefresh.Tests.Catalog;

public sealed class ProjectTreeTests
{
    [Fact]
    public void Paths_begin_at_the_outermost_project()
    {
        var tree = Tree(new("1", "A", null), new("2", "B", "1"), new("3", "C/D", "2"));
        Assert.Equal(["A", "B", "C/D"], tree.PathOf("3")!);
        Assert.Equal(["3"], tree.Find(["A", "B", "C/D"]));
        Assert.Empty(tree.Find(["a", "B"]));
        Assert.Null(tree.PathOf("4"));
    }

    [Fact]
    public void A_parent_that_is_hidden_ends_the_path() => Assert.Equal(["B"], Tree(new TableauProject("2", "B", "1")).PathOf("2")!);

    [Fact]
    public void Two_projects_may_seem_to_be_in_one_place() =>
        Assert.Equal(2, Tree(new("2", "B", "hidden"), new("3", "B", "hidden too")).Find(["B"]).Count);

    [Fact]
    public void A_circle_comes_to_an_end() => Assert.Equal(["B", "A"], Tree(new("1", "A", "2"), new("2", "B", "1")).PathOf("1")!);

    private static ProjectTree Tree(params TableauProject[] projects) => new(projects, DateTimeOffset.UnixEpoch);
}

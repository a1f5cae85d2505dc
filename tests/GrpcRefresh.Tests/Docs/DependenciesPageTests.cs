using System.Xml.Linq;
using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Docs;

public sealed class DependenciesPageTests
{
    [Fact]
    public void Every_dependency_is_argued_for()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "dependencies.md"));
        var packages = XDocument.Load(Path.Combine(Checkout.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(package => package.Attribute("Include")!.Value);

        Assert.All(packages, package => Assert.Contains($"`{package}`", page, StringComparison.Ordinal));
    }
}

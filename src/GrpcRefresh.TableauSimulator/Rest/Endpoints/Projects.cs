using System.Xml.Linq;
using GrpcRefresh.Simulation.Rest.Filters;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Projects; the way to a project's path is up along <c>parentProjectId</c>.</summary>
internal static class Projects
{
    private static readonly DateTimeOffset Born = new(2025, 1, 6, 8, 0, 0, TimeSpan.Zero);

    private static readonly FieldSet<Project> Fields = new FieldSet<Project>()
        .Text("name", project => project.Name)
        .Text("parentProjectId", project => project.ParentLuid)
        .Flag("topLevelProject", project => project.ParentLuid is null)
        .Time("createdAt", _ => Born)
        .Time("updatedAt", _ => Born);

    public static RestAnswer List(RestCall call)
    {
        var page = Fields.Select(call, call.World.Data.Projects.Where(project => project.SiteLuid == call.Site.Luid));
        return RestAnswer.Ok(page.Pagination, Xml.Element("projects", page.Items.Select(Describe)));
    }

    private static XElement Describe(Project project) => Xml.Element(
        "project",
        Xml.Attribute("id", project.Luid),
        Xml.Attribute("name", project.Name),
        Xml.Attribute("description", ""),
        Xml.Attribute("createdAt", Born),
        Xml.Attribute("updatedAt", Born),
        Xml.Attribute("contentPermissions", "ManagedByOwner"),
        Xml.Attribute("parentProjectId", project.ParentLuid),
        Xml.Element("owner", Xml.Attribute("id", project.OwnerLuid)));
}

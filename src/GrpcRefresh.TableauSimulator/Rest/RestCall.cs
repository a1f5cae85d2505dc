using System.Xml.Linq;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Simulation.Sessions;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest;

/// <summary>One request, on its way through the world's lock.</summary>
internal sealed class RestCall
{
    public required TableauWorld World { get; init; }

    public required RouteMatch Match { get; init; }

    public required IQueryCollection Query { get; init; }

    public required byte[] RawBody { get; init; }

    public required string? Token { get; init; }

    /// <summary>Scheme and host as the caller wrote them, for links.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>The fault that struck the request and may spoil its effect.</summary>
    public Fault? Fault { get; init; }

    public Session Session { get; set; } = null!;

    public DateTimeOffset Now => World.Now;

    public Version Version => Match.Version;

    public Site Site => Session.Site;

    public User User => Session.User;

    /// <summary>The id at this place of the path; the site's, where there is one, is the first.</summary>
    public string Id(int place) => Match.Ids[place];

    public XElement ReadBody() => RequestBody.Parse(RawBody);

    public ContentItem Item(ContentKind kind) =>
        World.Data.Items.TryGetValue(Id(1), out var item) && item.Kind == kind && item.Site == Site
            ? item
            : throw Refuse.UnknownItem(kind, Id(1));

    public bool Owns(ContentItem item) => User.IsAdmin || item.Owner == User;

    public void RequireAdmin()
    {
        if (!User.IsAdmin)
        {
            throw Refuse.NotAllowed();
        }
    }
}

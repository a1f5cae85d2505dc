using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>A choice of connections on configured sites.</summary>
internal sealed class ConnectionSelection
{
    private readonly ConnectionQuery _query;
    private readonly HashSet<SiteKey> _sites;
    private readonly HashSet<string> _ids;
    private readonly CallerScope _scope;

    private ConnectionSelection(ConnectionQuery query, IReadOnlyList<TableauSite> sites, CallerScope scope)
    {
        (_query, _scope) = (query, scope);
        _sites = [.. sites.Select(site => site.Key)];
        _ids = new HashSet<string>(query.ConnectionIds, StringComparer.OrdinalIgnoreCase);
        Sites = sites;
    }

    public IReadOnlyList<TableauSite> Sites { get; }

    /// <summary>Connections that are named may be of any type, so that the inventory must not leave out other databases.</summary>
    public bool NeedsAllConnectionTypes => _ids.Count > 0;

    /// <summary>Equal for choices that are written alike; tells the pages of one list from those of another.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(_query))))[..16];

    /// <summary>The choice, of what the caller may see.</summary>
    /// <exception cref="RefusedException">PERMISSION_DENIED or SITE_NOT_CONFIGURED.</exception>
    public static ConnectionSelection Of(ConnectionQuery query, TableauSites sites, Caller caller)
    {
        DemandReach(query, caller);
        var ofServer = sites.All
            .Where(site => caller.Scope.Touches(site.Key) && (query.Server.Length == 0 || Same(site.Key.Server, query.Server)))
            .ToList();
        if (query.Server.Length > 0 && ofServer.Count == 0)
        {
            throw NotConfigured($"This service has no site of a Tableau server named {query.Server}.", query.Server, "");
        }

        foreach (var missing in query.Sites.Where(name => !ofServer.Any(site => Same(site.Key.ContentUrl, name))))
        {
            throw NotConfigured($"This service is not configured for {new SiteKey(ServerOf(query), missing)}.", query.Server, missing);
        }

        return new ConnectionSelection(
            query, [.. ofServer.Where(site => query.Sites.Count == 0 || query.Sites.Any(name => Same(site.Key.ContentUrl, name)))], caller.Scope);
    }

    /// <summary>Whether it is there for the caller, chosen or not.</summary>
    public bool IsVisible(ConnectionRecord connection) => _scope.Covers(connection.Site, connection.ProjectPath);

    /// <summary>A single item's project is not known when it could not be read.</summary>
    public bool IsVisible(InventoryHole gap) => gap.ItemLuid.Length == 0 ? _scope.Touches(gap.Site) : _scope.CoversAllOf(gap.Site);

    /// <summary>
    /// The connection as the caller may see it. A link tells of a published data source in a project of its own, which may be outside of the caller's reach, or not
    /// known when no Snowflake connection of it is.
    /// </summary>
    public ConnectionRecord Shown(ConnectionRecord connection)
    {
        if (connection.Obstacle != ConnectionObstacle.PublishedDatasource || _scope.CoversAllOf(connection.Site))
        {
            return connection;
        }

        IReadOnlyList<ConnectionTarget> inReach = [.. connection.LeadsTo.Where(target => _scope.Covers(connection.Site, target.ProjectPath))];
        return inReach.Count > 0
            ? connection with { LeadsTo = inReach }
            : connection with { LeadsTo = [], DatasourceName = "", DatasourceLuid = "", ObstacleDetail = ConnectionObstacles.LinkOutOfReach };
    }

    /// <summary>A link to a published data source is chosen by what that one's connections are, as far as the caller may see them.</summary>
    public bool Matches(ConnectionRecord connection) =>
        _sites.Contains(connection.Site)
        && IsVisible(connection)
        && IsAny(_query.ItemTypes, connection.ItemType)
        && (_ids.Count == 0 || _ids.Contains(connection.ConnectionId))
        && (_query.Projects.Count == 0 || _query.Projects.Any(project => connection.ProjectPath.Take(project.Count).SequenceEqual(project)))
        && (MatchesSignIn(new ConnectionTarget(connection.ServerAddress, connection.UserName, connection.AuthenticationKind, connection.ProjectPath))
            || Shown(connection).LeadsTo.Any(MatchesSignIn));

    private static void DemandReach(ConnectionQuery query, Caller caller)
    {
        if (query.Server.Length > 0 && !caller.Scope.TouchesServer(query.Server))
        {
            throw Denial.OfPlace(caller, "selector.server");
        }

        if (query.Sites.Any(site => !caller.Scope.TouchesSite(site)))
        {
            throw Denial.OfPlace(caller, "selector.sites");
        }

        if (query.Projects.Any(project => !caller.Scope.TouchesProject(project)))
        {
            throw Denial.OfPlace(caller, "selector.projects");
        }
    }

    private bool MatchesSignIn(ConnectionTarget target) =>
        (_query.Accounts.Count == 0 || (AccountHost.Of(target.ServerAddress) is { } host && _query.Accounts.Contains(host)))
        && (_query.UserName.Length == 0 || Same(_query.UserName, target.UserName))
        && IsAny(_query.AuthenticationKinds, target.AuthenticationKind);

    private static bool IsAny<T>(IReadOnlyList<T> chosen, T value) => chosen.Count == 0 || chosen.Contains(value);

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static string ServerOf(ConnectionQuery query) => query.Server.Length == 0 ? SiteKey.DefaultServer : query.Server;

    private static RefusedException NotConfigured(string message, string server, string site) => new(
        new Failure(ErrorReason.SiteNotConfigured, message) { Metadata = new Dictionary<string, string> { ["server"] = server, ["site"] = site } });
}

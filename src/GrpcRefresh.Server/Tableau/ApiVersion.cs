using System.Xml.Linq;

namespace GrpcRefresh.Server.Tableau;

/// <summary>The version of the REST API that a server and this client both speak, asked for once.</summary>
internal sealed class ApiVersion(TableauWire wire)
{
    /// <summary>Incremental refreshes of content, rather than of tasks, came with this one (Tableau 2025.1).</summary>
    public static readonly Version FirstWithIncremental = new(3, 25);

    /// <summary>Several connections of one item in one update (Tableau 2025.2).</summary>
    public static readonly Version FirstWithBulkConnections = new(3, 26);

    /// <summary>Virtual connections by REST.</summary>
    public static readonly Version FirstWithVirtualConnections = new(3, 18);

    private static readonly Version Newest = new(3, 27);

    // Every server since 2.4 answers this, in this spelling and without a session.
    private static readonly TableauRequest ServerInfo = TableauRequest.Get("/api/2.4/serverinfo");

    private readonly SingleFlight<Version> _question = new();
    private volatile Version? _known;

    public Task<Version> GetAsync(CancellationToken ct) =>
        _known is { } known ? Task.FromResult(known) : _question.JoinAsync(AskAsync, ct);

    /// <summary>Ask again: the server may have come back as another version.</summary>
    public void Forget() => _known = null;

    private async Task<Version> AskAsync()
    {
        if (_known is { } known)
        {
            return known;
        }

        var root = await wire.SendAsync(ServerInfo, ServerInfo.Path, token: null, CancellationToken.None);
        var version = Read(root) ?? throw AnswerProblem.Incomplete(ServerInfo, "its API version");
        return _known = version < Newest ? version : Newest;
    }

    private static Version? Read(XElement? root) =>
        Version.TryParse(root?.Below("restApiVersion").FirstOrDefault()?.Value.Trim(), out var version) ? version : null;
}

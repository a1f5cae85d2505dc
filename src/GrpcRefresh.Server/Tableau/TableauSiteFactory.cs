using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Puts the sites of one server together. They share its connection, its clock and its version; each has its own session.</summary>
internal static class TableauSiteFactory
{
    /// <param name="section">The configuration key of the server, for messages about secrets.</param>
    public static IEnumerable<TableauSite> Create(
        string name, string section, TableauServerOptions server, HttpClient http, TableauMeasures measures, TimeProvider time, ILoggerFactory loggers)
    {
        var wire = new TableauWire(name, http, server.RequestTimeout, measures, time, loggers.CreateLogger<TableauWire>());
        var version = new ApiVersion(wire);
        var pipelines = new TableauPipelines(time);
        for (var i = 0; i < server.Sites.Count; i++)
        {
            var key = new SiteKey(name, server.Sites[i].ContentUrl);
            var credential = server.Sites[i].Credential.ToCredential($"{section}:Sites:{i}:Credential");
            var signIn = new SignIn(wire, version, key.ContentUrl, credential, time);
            var session = new TableauSession(key, signIn, credential, server.SessionLifetime, measures, time,
                loggers.CreateLogger<TableauSession>());
            yield return new TableauSite(key, new TableauCaller(wire, version, session, pipelines, time), wire.Clock, session);
        }
    }
}

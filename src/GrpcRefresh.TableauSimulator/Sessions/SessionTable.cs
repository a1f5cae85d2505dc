using System.Security.Cryptography;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Sessions;

/// <summary>
/// Live sessions. Signing in again with the same personal access token, anywhere, ends the session before; other credentials
/// leave each other's sessions alone.
/// </summary>
internal sealed class SessionTable(SimulatorSettings settings)
{
    private readonly Dictionary<string, Session> _byToken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Session> _byCredential = new(StringComparer.Ordinal);

    public IEnumerable<Session> All => _byToken.Values;

    public Session Open(Identity identity, Site site, DateTimeOffset now)
    {
        if (_byCredential.TryGetValue(identity.Credential, out var earlier))
        {
            Close(earlier);
        }

        var session = new Session(NewToken(site), identity, site, now);
        _byToken[session.Token] = session;
        if (identity.IsExclusive)
        {
            _byCredential[identity.Credential] = session;
        }

        return session;
    }

    public Session? Use(string token, DateTimeOffset now)
    {
        if (!_byToken.TryGetValue(token, out var session))
        {
            return null;
        }

        if (session.LastUsed + settings.SessionIdleTimeout <= now)
        {
            Close(session);
            return null;
        }

        session.LastUsed = now;
        return session;
    }

    public Session? Find(string id) => _byToken.Values.FirstOrDefault(session => session.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    public void Close(Session session)
    {
        _byToken.Remove(session.Token);
        if (session.Identity.IsExclusive)
        {
            _byCredential.Remove(session.Identity.Credential);
        }
    }

    private static string NewToken(Site site) =>
        $"{RandomNumberGenerator.GetHexString(22)}|{RandomNumberGenerator.GetHexString(32, lowercase: true)}|{site.Luid}";
}

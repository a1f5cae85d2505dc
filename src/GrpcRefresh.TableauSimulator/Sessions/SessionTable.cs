using System.Security.Cryptography;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Sessions;

/// <summary>Live sessions. Signing in again with the same token, anywhere, ends the session before: hence one per token.</summary>
internal sealed class SessionTable(SimulatorSettings settings)
{
    private readonly Dictionary<string, Session> _byToken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Session> _byCredential = new(StringComparer.Ordinal);

    public IEnumerable<Session> All => _byToken.Values;

    public Session Open(User user, Site site, PersonalAccessToken pat, DateTimeOffset now)
    {
        if (_byCredential.TryGetValue(pat.Name, out var earlier))
        {
            Close(earlier);
        }

        var session = new Session(NewToken(site), user, site, pat.Name, now);
        _byToken[session.Token] = session;
        _byCredential[pat.Name] = session;
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

    public void Close(Session session)
    {
        _byToken.Remove(session.Token);
        _byCredential.Remove(session.Credential);
    }

    private static string NewToken(Site site) =>
        $"{RandomNumberGenerator.GetHexString(22)}|{RandomNumberGenerator.GetHexString(32, lowercase: true)}|{site.Luid}";
}

using System.Xml.Linq;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Tableau.Credentials;

/// <summary>The only kind that Tableau allows one live session: signing in again anywhere ends the session before.</summary>
internal sealed class PersonalAccessToken(string name, SecretSource secret) : ICredential
{
    public string WhyLost => "its personal access token is used elsewhere, and Tableau allows a token one live session. " +
        "Give this service a token of its own.";

    public Secret ReadSecret() => secret.Read();

    public IEnumerable<XAttribute> SignIn(Secret secret, DateTimeOffset now) =>
        [new("personalAccessTokenName", name), new("personalAccessTokenSecret", secret.Reveal())];
}

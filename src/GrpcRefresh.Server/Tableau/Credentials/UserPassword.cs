using System.Xml.Linq;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Tableau.Credentials;

/// <summary>A user name and password: for Tableau Server, since accounts with a second factor, as on Tableau Cloud, cannot use it.</summary>
internal sealed class UserPassword(string userName, SecretSource password) : ICredential
{
    public string WhyLost => "somebody or something ends them. Look at the account in Tableau, and whether Tableau restarts.";

    public Secret ReadSecret() => password.Read();

    public IEnumerable<XAttribute> SignIn(Secret secret, DateTimeOffset now) => [new("name", userName), new("password", secret.Reveal())];
}

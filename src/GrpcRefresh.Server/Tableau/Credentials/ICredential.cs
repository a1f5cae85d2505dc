using System.Xml.Linq;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Tableau.Credentials;

/// <summary>What the service signs in to a site with.</summary>
internal interface ICredential
{
    /// <summary>Why its sessions, should they be lost within minutes, most likely are, and what to do.</summary>
    string WhyLost { get; }

    /// <summary>The secret as it is now: a rotated file counts from the next sign-in on.</summary>
    /// <exception cref="SecretUnavailableException">There is none that could be used.</exception>
    Secret ReadSecret();

    /// <summary>The attributes of one sign-in.</summary>
    /// <param name="now">The time by Tableau's clock, as far as it is known.</param>
    IEnumerable<XAttribute> SignIn(Secret secret, DateTimeOffset now);
}

using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Tableau;

/// <summary>What a connection is to hold. The password is always embedded; whatever is not named here stays as it is.</summary>
/// <param name="ServerAddress">As Tableau told it; empty leaves it out.</param>
/// <param name="ServerPort">As Tableau told it; empty leaves it out.</param>
internal sealed record ConnectionUpdate(string ServerAddress, string ServerPort, string UserName, Secret Password);

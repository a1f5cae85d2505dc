using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Tableau;

/// <summary>A live session: its token and the site that the token is bound to.</summary>
internal sealed record SessionTicket(Secret Token, string SiteLuid, DateTimeOffset SignedInAt);

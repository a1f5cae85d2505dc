using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>What a link to a published data source comes to: one of that data source's Snowflake connections.</summary>
/// <param name="ProjectPath">Names of the data source's projects, outermost first.</param>
internal sealed record ConnectionTarget(string ServerAddress, string UserName, AuthenticationKind AuthenticationKind, IReadOnlyList<string> ProjectPath);

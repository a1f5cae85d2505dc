using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Snowflake.Credentials;

/// <summary>A token for the <c>Authorization</c> header, and what kind it is.</summary>
internal sealed record Bearer(Secret Token, string Kind);

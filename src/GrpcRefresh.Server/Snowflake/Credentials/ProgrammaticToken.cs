using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Snowflake.Credentials;

/// <summary>A programmatic access token.</summary>
internal sealed class ProgrammaticToken(Func<Secret> read) : ISnowflakeCredential
{
    public Bearer Current() => new(read(), "PROGRAMMATIC_ACCESS_TOKEN");

    /// <summary>Only if the file holds another one by now; asking again with the same would count as one more failed login.</summary>
    public bool Refused(Bearer bearer) => !read().Equals(bearer.Token);
}

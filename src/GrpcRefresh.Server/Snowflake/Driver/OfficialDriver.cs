using System.Data.Common;

namespace GrpcRefresh.Server.Snowflake.Driver;

/// <summary>The driver that the program was built with, if it was (<c>-p:UseSnowflakeDriver=true</c>): the only place that knows which it is.</summary>
internal static class OfficialDriver
{
#if SNOWFLAKE_DRIVER
    public static DbProviderFactory? Factory => new global::Snowflake.Data.Client.SnowflakeDbFactory();
#else
    public static DbProviderFactory? Factory => null;
#endif
}

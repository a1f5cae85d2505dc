namespace GrpcRefresh.Server.Snowflake;

/// <summary>Makes what carries the requests to Snowflake; tests put a listener of their own here.</summary>
internal delegate HttpMessageHandler SnowflakeHandlerFactory(SnowflakeOptions options);

namespace GrpcRefresh.Server.Snowflake;

/// <summary>What the first answer says about a part of the result.</summary>
internal sealed record SqlPartition(long Rows, long Size);

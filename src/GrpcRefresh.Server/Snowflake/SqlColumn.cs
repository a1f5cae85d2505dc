namespace GrpcRefresh.Server.Snowflake;

/// <summary>A column of a result. Its type is in capitals, whichever way Snowflake wrote it.</summary>
internal sealed record SqlColumn(string Name, string Type, bool Nullable, int? Scale);

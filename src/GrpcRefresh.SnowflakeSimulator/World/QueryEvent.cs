namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>A row of QUERY_HISTORY.</summary>
/// <param name="Text">Literals of the text are kept: whether Snowflake hides them is not documented.</param>
public sealed record QueryEvent(
    string Id, string Text, string User, string Role, string? Warehouse, string Tag, DateTimeOffset Start, DateTimeOffset End, string Status, string? Code);

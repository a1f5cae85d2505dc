namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>A statement that Snowflake refuses, or that this simulator does not know: HTTP 422.</summary>
internal sealed class SqlProblem(string code, string state, string message) : Exception(message)
{
    public string Code { get; } = code;

    public string State { get; } = state;

    /// <summary>What the simulator does not understand is told, never guessed at.</summary>
    public static SqlProblem Unknown(string what) => new("001003", "42000", $"SQL compilation error: the simulator does not know this: {what}");

    public static SqlProblem NoObject(string kind, string name) =>
        new("002003", "02000", $"SQL compilation error:\n{kind} '{name}' does not exist or not authorized.");

    public static SqlProblem NoPrivilege(string what) =>
        new("003001", "42501", $"SQL access control error:\nInsufficient privileges to operate on {what}.");
}

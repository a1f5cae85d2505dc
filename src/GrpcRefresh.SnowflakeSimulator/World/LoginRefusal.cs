namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>A login that is refused: HTTP 401.</summary>
internal sealed class LoginRefusal(string code, string message, string reason) : Exception(message)
{
    public string Code { get; } = code;

    /// <summary>For administrators, by <c>SYSTEM$GET_LOGIN_FAILURE_DETAILS</c>; the message does not tell.</summary>
    public string Reason { get; } = reason;
}

namespace GrpcRefresh.Server.Rpc.Errors;

/// <summary>On a request: the runtime has read its message, so that what goes wrong from there on is not the caller's doing.</summary>
internal sealed class RequestWasRead
{
    public static readonly RequestWasRead Instance = new();

    private RequestWasRead()
    {
    }
}

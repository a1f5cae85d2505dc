namespace Grpc.Core;

/// <summary>Ties a call to the call being served. The runtimes make none, so there is nothing in it.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}

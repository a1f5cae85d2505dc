namespace Grpc.Core;

/// <summary>How a runtime learns what call credentials are.</summary>
public abstract class CallCredentialsConfiguratorBase
{
    /// <summary>The credentials apply others in order.</summary>
    public abstract void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials);

    /// <summary>The credentials add headers.</summary>
    public abstract void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor);
}

using Grpc.Core.Internal;

namespace Grpc.Core;

/// <summary>Credentials that authenticate single calls.</summary>
public abstract class CallCredentials
{
    /// <summary>Makes credentials that apply two or more others in order.</summary>
    public static CallCredentials Compose(params CallCredentials[] credentials) => new CompositeCallCredentials(credentials);

    /// <summary>Makes credentials that add headers.</summary>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor) => new InterceptorCallCredentials(interceptor);

    /// <summary>Tells a runtime what these credentials are.</summary>
    public abstract void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state);
}

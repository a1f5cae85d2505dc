namespace Grpc.Core;

/// <summary>What generated clients rest on, knowing their own type.</summary>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <summary>Makes a client without a way to call, for test doubles.</summary>
    protected ClientBase()
    {
    }

    /// <summary>Makes a client that calls over a channel.</summary>
    protected ClientBase(ChannelBase channel)
        : base(channel)
    {
    }

    /// <summary>Makes a client that calls through an invoker.</summary>
    protected ClientBase(CallInvoker callInvoker)
        : base(callInvoker)
    {
    }

    /// <summary>Makes a client from another client's configuration.</summary>
    protected ClientBase(ClientBaseConfiguration configuration)
        : base(configuration)
    {
    }

    /// <summary>The same client with another host on its calls.</summary>
    public T WithHost(string host) => NewInstance(Configuration.WithHost(host));

    /// <summary>Makes a client from a configuration.</summary>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}

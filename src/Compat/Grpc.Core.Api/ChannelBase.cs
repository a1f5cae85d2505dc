namespace Grpc.Core;

/// <summary>A way to a server, over which clients make calls.</summary>
public abstract class ChannelBase
{
    /// <summary>Makes a channel to this target.</summary>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>The target as it was given.</summary>
    public string Target { get; }

    /// <summary>Makes an invoker of calls over this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Ends the channel.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Ends the channel; nothing to do unless overridden.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}

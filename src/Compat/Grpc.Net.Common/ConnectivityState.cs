namespace Grpc.Core;

/// <summary>How a channel stands with its server.</summary>
public enum ConnectivityState
{
    /// <summary>Not connected and not trying.</summary>
    Idle,

    /// <summary>Connecting.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Ready,

    /// <summary>Failed for now; it will try again.</summary>
    TransientFailure,

    /// <summary>Ended for good.</summary>
    Shutdown,
}

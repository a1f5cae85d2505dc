namespace GrpcRefresh.Server;

/// <summary>The service must not start as things are. The message names the setting and the remedy.</summary>
internal sealed class StartRefusedException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether things may become otherwise without anybody changing settings or data, so that another start makes sense.</summary>
    public bool MayPass { get; init; }
}

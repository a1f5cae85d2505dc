namespace GrpcRefresh.Server.Callers.Open;

/// <summary>A credential for as long as calls are open with it.</summary>
#pragma warning disable CA1001 // Without a timer or a handle there is nothing to dispose, and calls may still listen to it.
internal sealed class OpenCredential(CallerCredential key)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _end = new();

    public CallerCredential Key { get; } = key;

    /// <summary>Fires when the credential has been revoked or has expired.</summary>
    public CancellationToken Ended => _end.Token;

    /// <summary>How many calls are open with it; the open calls' own count.</summary>
    public int Calls { get; set; }

    public void End() => _end.Cancel();
}

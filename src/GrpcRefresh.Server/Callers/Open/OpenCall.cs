namespace GrpcRefresh.Server.Callers.Open;

/// <summary>One open call's place among those of its caller. To be given back once.</summary>
internal readonly struct OpenCall(OpenCalls calls, OpenCredential credential) : IDisposable
{
    /// <summary>Fires when the credential that the call was let in with has ended.</summary>
    public CancellationToken Ended => credential?.Ended ?? CancellationToken.None;

    // Of callers that cannot be told apart nothing is counted.
    public void Dispose() => calls?.Leave(credential);
}

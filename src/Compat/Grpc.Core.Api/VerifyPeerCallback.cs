namespace Grpc.Core;

/// <summary>Decides whether the server is the right one, after the usual checks.</summary>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);

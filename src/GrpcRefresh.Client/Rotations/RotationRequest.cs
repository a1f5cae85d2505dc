using GrpcRefresh.V1;

namespace GrpcRefresh.Client;

/// <summary>
/// Asks for other credentials in connections. It can be logged: unlike the contract's message it never prints a secret.
/// </summary>
public sealed record RotationRequest
{
    /// <summary>Which connections. It must name an <c>account_host</c> or <c>connection_ids</c>.</summary>
    public required ConnectionSelector Selector { get; init; }

    /// <summary>
    /// What all of them are given; the selector must then name the user they have now, or <c>connection_ids</c>. Default null. Exactly one
    /// of this and <see cref="CredentialsByUser"/> is required.
    /// </summary>
    public RotationCredential? Credential { get; init; }

    /// <summary>What they are given, by the user name they have now, at most 16. Other users are left alone. Default empty.</summary>
    public IReadOnlyDictionary<string, RotationCredential> CredentialsByUser { get; init; } = new Dictionary<string, RotationCredential>();

    /// <summary>What is known of the old secret; it decides what a refresh can prove. Default unspecified, which means unknown.</summary>
    public OldSecret OldSecret { get; init; }

    /// <summary>How many connections may be changed for each credential before they are proved. Default 0, which means 1; at most 100.</summary>
    public int CanaryCount { get; init; }

    /// <summary>How far to prove the change. Default unspecified, which means that the canaries are refreshed.</summary>
    public Verification Verification { get; init; }

    /// <summary>After how many failed connections to stop. Default 0, which means 1.</summary>
    public int MaxFailures { get; init; }

    /// <summary>How many items to change at a time after the canaries. Default 0, which means 4; at most 16.</summary>
    public int MaxParallel { get; init; }

    /// <summary>What to do after too many failures. Default unspecified, which means stop.</summary>
    public OnFailure OnFailure { get; init; }

    /// <summary>
    /// A UUID under which repeating the request is harmless. Default empty: the client sends a new one, so that a lost answer never
    /// rotates twice. Choose one yourself to repeat the request across a restart of your program.
    /// </summary>
    public string RequestId { get; init; } = "";

    /// <summary>Free words to find the job again, at most 16. Default none.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Who really asks, when the caller asks for somebody else. Default null.</summary>
    public OnBehalfOf? OnBehalfOf { get; init; }
}

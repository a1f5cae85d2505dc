using System.Collections.Concurrent;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Rotation.Secrets;

/// <summary>The credentials of a running rotation, in memory.</summary>
internal sealed class OpenSecrets(IReadOnlyDictionary<string, ResolvedCredential> credentials)
{
    private readonly ConcurrentDictionary<string, ResolvedCredential> _credentials = new(credentials);

    /// <summary>They were wiped, or given up at a start, or do not exist yet: nothing can be changed.</summary>
    public bool IsEmpty => _credentials.IsEmpty;

    public bool Has(string credentialKey) => _credentials.ContainsKey(credentialKey);

    /// <summary>One came to be.</summary>
    public void Add(string credentialKey, ResolvedCredential credential) => _credentials[credentialKey] = credential;

    /// <summary>No longer needed.</summary>
    public void Forget() => _credentials.Clear();

    public Secret New(string credentialKey) =>
        _credentials[credentialKey].New ?? throw new InvalidOperationException($"The credential '{credentialKey}' has no secret yet.");

    public Secret Previous(string credentialKey) =>
        _credentials[credentialKey].Previous ?? throw new InvalidOperationException($"The credential '{credentialKey}' has no previous secret.");
}

using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Rotation.Secrets;

/// <summary>The credentials of a running rotation, in memory.</summary>
internal sealed class OpenSecrets(IReadOnlyDictionary<string, ResolvedCredential> credentials)
{
    /// <summary>They were wiped, or given up at a start: nothing more can be changed.</summary>
    public bool IsEmpty => credentials.Count == 0;

    public Secret New(string credentialKey) => credentials[credentialKey].New;

    public Secret Previous(string credentialKey) =>
        credentials[credentialKey].Previous ?? throw new InvalidOperationException($"The credential '{credentialKey}' has no previous secret.");
}

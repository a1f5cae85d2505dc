using System.Text.Json;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Rotation.Secrets;

/// <summary>Where a rotation's credential comes from, as a caller said it.</summary>
internal abstract record CredentialSource
{
    private CredentialSource()
    {
    }

    /// <summary>Tells this source from others when a call is repeated, without telling a secret: see <see cref="SecretVault.Fingerprint"/>.</summary>
    public string FingerprintBy(SecretVault vault) => vault.Fingerprint(JsonSerializer.SerializeToUtf8Bytes(this switch
    {
        Configured configured => ["configured", configured.Name.ToUpperInvariant()],
        Inline inline => ["inline", inline.UserName, inline.New.Reveal(), inline.Previous?.Reveal()],
        _ => Array.Empty<string?>(),
    }));

    /// <summary>A name under <c>GrpcRefresh:Rotation:Secrets</c>.</summary>
    internal sealed record Configured(string Name) : CredentialSource;

    /// <summary>Brought along by the call.</summary>
    /// <param name="UserName">Null keeps the one that the connection has.</param>
    internal sealed record Inline(string? UserName, Secret New, Secret? Previous) : CredentialSource;
}

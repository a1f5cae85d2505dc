using System.Security.Cryptography;

namespace GrpcRefresh.Server.Callers.Keys;

/// <summary>Tells whose key was presented.</summary>
/// <remarks>
/// Whatever was presented is looked up and compared once, a key that is not there with a hash that no secret has. Only then is it asked how the look-up and the
/// comparison went, so a wrong secret, an unknown id and a text that is no key take one way.
/// </remarks>
internal sealed class ApiKeyCheck(ApiKeyStore keys, HashComparison compare, TimeProvider time)
{
    private static readonly byte[] NobodysHash = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    public async Task<CredentialFinding> CheckAsync(string presented, CancellationToken ct)
    {
        var (keyId, hash) = ApiKeyText.Read(presented);
        var key = await keys.FindAsync(keyId, ct);
        var isSame = compare(hash, key?.SecretHash ?? NobodysHash);
        return (key, isSame, key?.StateAt(time.GetUtcNow())) switch
        {
            ({ } good, true, ApiKeyState.Active) => new CredentialFinding(good.ToCaller(), ""),
            ({ } ended, true, ApiKeyState.Revoked) => CredentialFinding.Refused($"the key {ended.Name} ({ended.KeyId}) is revoked"),
            ({ } ended, true, _) => CredentialFinding.Refused($"the key {ended.Name} ({ended.KeyId}) expired at {ApiKeyWords.Time(ended.ExpireTime!.Value)}"),
            ({ } other, false, _) => CredentialFinding.Refused($"a secret that is not that of the key {other.Name} ({other.KeyId})"),
            _ when keyId.Length > 0 => CredentialFinding.Refused($"there is no key {keyId}"),
            _ => CredentialFinding.Refused("what was sent is neither a key nor a token of a configured issuer"),
        };
    }
}

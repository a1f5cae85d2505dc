using GrpcRefresh.Server.Callers.Issuers;
using GrpcRefresh.Server.Callers.Keys;

namespace GrpcRefresh.Server.Callers;

/// <summary>Finds out whose credential came with a call.</summary>
internal sealed class CredentialCheck(ApiKeyCheck keys, TokenCheck tokens, TimeProvider time)
{
    private const string Scheme = "Bearer ";

    // A key that is revoked counts no more after this time.
    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(1);

    private readonly RememberedCallers _remembered = new(time);

    /// <param name="authorization">The header of that name; null when there is none.</param>
    public async ValueTask<CredentialFinding> CheckAsync(string? authorization, CancellationToken ct)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return CredentialFinding.Refused(string.IsNullOrEmpty(authorization) ? "no credential was sent" : "what was sent is no bearer credential");
        }

        var credential = authorization[Scheme.Length..].Trim();
        var hash = CredentialHash.Of(credential);
        if (_remembered.Find(hash) is { } known)
        {
            return new CredentialFinding(known, "");
        }

        var finding = await (tokens.IsMeant(credential) ? tokens.CheckAsync(credential, ct) : keys.CheckAsync(credential, ct));
        if (finding.Caller is { } caller)
        {
            _remembered.Add(hash, caller, finding.KeepFor ?? KeepFor);
        }

        return finding;
    }
}

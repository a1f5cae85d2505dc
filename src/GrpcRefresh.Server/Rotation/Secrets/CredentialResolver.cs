using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rotation.Secrets;

/// <summary>Gets the secrets that a rotation was asked to use, as they are now.</summary>
internal sealed class CredentialResolver(IOptions<RotationOptions> options)
{
    /// <exception cref="RefusedException">SECRET_NOT_CONFIGURED or SECRET_UNAVAILABLE.</exception>
    public ResolvedCredential Resolve(CredentialSource source) => source switch
    {
        CredentialSource.Configured configured => Read(configured.Name),
        CredentialSource.Inline inline => new ResolvedCredential(inline.UserName, inline.New, inline.Previous),
        CredentialSource.Token token => new ResolvedCredential(token.Order.User, New: null, Previous: null),
        _ => throw new ArgumentOutOfRangeException(nameof(source), source.GetType(), "Not known here."),
    };

    private ResolvedCredential Read(string name)
    {
        if (!options.Value.Secrets.TryGetValue(name, out var configured))
        {
            throw new RefusedException(Failure(ErrorReason.SecretNotConfigured, name, $"No credential of that name is configured. Add it under {RotationOptions.Section}:Secrets, or correct secret_ref."));
        }

        var key = RotationOptionsValidator.KeyOf(name);
        var previous = configured.Previous(key);
        return new ResolvedCredential(
            string.IsNullOrEmpty(configured.UserName) ? null : configured.UserName,
            Open(configured.New(key), name, $"{key}:Secret"),
            previous is null ? null : Open(previous, name, $"{key}:PreviousSecret"));
    }

    private static Secret Open(SecretSource source, string name, string key)
    {
        try
        {
            var secret = source.Read();
            return SecretRules.Problem(secret) is { } problem ? throw new SecretUnavailableException($"{key} {problem}.") : secret;
        }
        catch (SecretUnavailableException e)
        {
            throw new RefusedException(Failure(ErrorReason.SecretUnavailable, name, e.Message), e);
        }
    }

    private static Failure Failure(ErrorReason reason, string name, string message) =>
        new(reason, message) { Metadata = new Dictionary<string, string> { ["secret_ref"] = name } };
}

using System.CommandLine;
using System.CommandLine.Parsing;
using GrpcRefresh.Cli.Secrets;
using GrpcRefresh.Client;

namespace GrpcRefresh.Cli.Features;

/// <summary>What connections are given: a credential that the service knows, one for each user, one from here, or a token that the service makes.</summary>
internal sealed class CredentialFeature
{
    private readonly Option<string?> _configured = new("--secret-ref") { Description = "The credential of this name, as the service is configured. Prefer it: the secret does not travel.", HelpName = "name" };

    private readonly Option<Dictionary<string, string>> _byUser = PairsOption.Of(
        "--credential", "USER=SECRET_REF", "For connections that sign in as USER now: the service's credential of this name. Repeated for several users.", StringComparer.OrdinalIgnoreCase);

    private readonly Option<string?> _newUser = new("--new-user") { Description = "The Snowflake user that the new secret belongs to. Default: the one each connection has.", HelpName = "name" };

    private readonly SecretFeature _secret = new("--secret", "The new password or programmatic access token", fromStdin: true);

    private readonly SecretFeature _previous = new("--previous-secret", "The secret that the connections have now, to be able to roll back", fromStdin: false);

    private readonly TokenFeature _token = new();

    public CredentialFeature() => _byUser.Validators.Add(given =>
    {
        if (given.Tokens.Any(token => token.Value.EndsWith('=')))
        {
            given.AddError("--credential is written USER=SECRET_REF, with the name of a credential after the sign.");
        }
    });

    public void AddTo(Command command)
    {
        command.Add(_configured);
        command.Add(_byUser);
        _secret.AddTo(command);
        command.Add(_newUser);
        _previous.AddTo(command);
        _token.AddTo(command);
        command.Validators.Add(Check);
    }

    /// <summary>Whether each user has a credential of its own.</summary>
    public bool IsByUser(CommandResult given) => given.GetResult(_byUser) is { Implicit: false };

    public async Task<RotationRequest> ApplyAsync(RotationRequest request, ParseResult parsed, CancellationToken cancellationToken)
    {
        var byUser = parsed.GetValue(_byUser)!;
        return byUser.Count > 0
            ? request with { CredentialsByUser = byUser.ToDictionary(one => one.Key, one => RotationCredential.Configured(one.Value)) }
            : request with { Credential = await ReadAsync(parsed, cancellationToken) };
    }

    private async Task<RotationCredential> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_configured) is { } name)
        {
            return RotationCredential.Configured(name);
        }

        if (_token.Read(parsed) is { } token)
        {
            return token;
        }

        var secret = await _secret.ReadAsync(parsed, cancellationToken);
        return RotationCredential.Inline(secret!, parsed.GetValue(_newUser), await _previous.ReadAsync(parsed, cancellationToken));
    }

    private void Check(CommandResult given)
    {
        var (places, earlier) = (_secret.Places(given), _previous.Places(given));
        bool configured = given.GetResult(_configured) is not null, byUser = IsByUser(given), token = _token.IsGiven(given);
        var sources = places + new[] { configured, byUser, token }.Count(isGiven => isGiven);
        var mistake =
            (_secret.Spoken(given) ?? _previous.Spoken(given)) is { } spoken ? spoken
            : sources == 0 ? $"Say what the connections are given: --secret-ref, --credential, {TokenFeature.Name}, {string.Join(" or ", _secret.Names)}."
            : sources > 1 ? $"--secret-ref, --credential, {TokenFeature.Name}, {string.Join(" and ", _secret.Names)} exclude each other: give one."
            : earlier > 1 ? $"{string.Join(" and ", _previous.Names)} exclude each other: give one."
            : token && (earlier > 0 || given.GetResult(_newUser) is not null) ? $"--new-user and the previous secret do not go with {TokenFeature.Name}: it names its user, and both tokens work until the end."
            : places == 0 && (earlier > 0 || given.GetResult(_newUser) is not null) ? "--new-user and the previous secret are configured on the service with --secret-ref and --credential."
            : null;
        if (mistake is not null)
        {
            given.AddError(mistake);
        }
    }
}

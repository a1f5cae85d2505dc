using System.CommandLine;
using System.CommandLine.Parsing;
using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Features;

/// <summary>Which connections are given what, and how carefully.</summary>
internal sealed class RotationFeature
{
    private readonly SelectorFeature _selector = new();

    private readonly CredentialFeature _credential = new();

    private readonly Option<OldSecret> _oldSecret = EnumOption.One<OldSecret>(
        "--old-secret", "What you know of the old secret: only when it is dead does a refresh prove that the new one is in use. Default: unknown.");

    private readonly Option<Verification> _verification = EnumOption.One<Verification>("--verification", "How far to prove the change. Default: refresh-canary.");

    private readonly Option<OnFailure> _onFailure = EnumOption.One<OnFailure>("--on-failure", "What to do after too many failures. Default: stop.");

    private readonly Option<int> _canaries = Number("--canary-count", "How many connections may be changed for each credential before they are proved. Default: 1.");

    private readonly Option<int> _failures = Number("--max-failures", "After how many failed connections to stop. Default: 1.");

    private readonly Option<int> _parallel = Number("--max-parallel", "How many items to change at a time after the canaries. Default: 4.");

    private readonly Option<string?> _requestId = new("--request-id") { Description = "A UUID under which repeating the command is harmless. Default: a new one.", HelpName = "uuid" };

    private readonly Option<Dictionary<string, string>> _labels = LabelOption.Of("A word to find the job again. May be repeated.");

    private readonly OnBehalfFeature _onBehalfOf = new();

    public void AddTo(Command command)
    {
        _selector.AddTo(command);
        _credential.AddTo(command);
        foreach (var option in new Option[] { _oldSecret, _verification, _canaries, _failures, _onFailure, _parallel, _requestId, _labels, _onBehalfOf.Option })
        {
            command.Add(option);
        }

        command.Validators.Add(Check);
    }

    /// <summary>The request, always with a request id: to be told when its answer is lost.</summary>
    public Task<RotationRequest> ReadAsync(ParseResult parsed, CancellationToken cancellationToken) => _credential.ApplyAsync(
        new RotationRequest
        {
            Selector = _selector.Read(parsed),
            OldSecret = parsed.GetValue(_oldSecret),
            Verification = parsed.GetValue(_verification),
            OnFailure = parsed.GetValue(_onFailure),
            CanaryCount = parsed.GetValue(_canaries),
            MaxFailures = parsed.GetValue(_failures),
            MaxParallel = parsed.GetValue(_parallel),
            RequestId = parsed.GetValue(_requestId) ?? $"{Guid.NewGuid()}",
            Labels = parsed.GetValue(_labels)!,
            OnBehalfOf = _onBehalfOf.Read(parsed),
        },
        parsed,
        cancellationToken);

    private void Check(CommandResult given)
    {
        if (!_selector.NamesAnAccount(given))
        {
            given.AddError("Say which connections: --host with the account's host, or --connection-id.");
        }
        else if (!_credential.IsByUser(given) && !_selector.NamesAUser(given))
        {
            given.AddError("One credential is for connections of one user: add --user with the name they have now, or --connection-id. For several users use --credential.");
        }
    }

    private static Option<int> Number(string name, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "number" };
        option.Validators.Add(given =>
        {
            if (given.Tokens.Count > 0 && given.GetValueOrDefault<int>() < 1)
            {
                given.AddError($"{name} must be 1 or more.");
            }
        });
        return option;
    }
}

using GrpcRefresh.Server.Callers.Issuers;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Callers;

/// <summary>Checks the issuers at start: security that is configured by half does not start.</summary>
internal sealed class CallersOptionsValidator : IValidateOptions<CallersOptions>
{
    private const string Issuers = $"{CallersOptions.Section}:{nameof(CallersOptions.Issuers)}";

    public ValidateOptionsResult Validate(string? name, CallersOptions options)
    {
        string[] mistakes =
        [
            .. options.Issuers.SelectMany(issuer => IssuerRules.Check($"{Issuers}:{issuer.Key}", issuer.Key, issuer.Value)),
            .. options.Issuers.Values.Where(issuer => issuer.Issuer is not null).GroupBy(issuer => issuer.Issuer).Where(same => same.Count() > 1)
                .Select(same => $"{Issuers}: the issuer '{same.Key}' is configured more than once. Put all its subjects under one name."),
        ];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}

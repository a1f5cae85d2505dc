using GrpcRefresh.Server.Listening;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Gateway;

internal sealed class GatewayOptionsValidator(ListenRules rules) : IValidateOptions<GatewayOptions>
{
    private const string Listen = $"{GatewayOptions.Section}:{nameof(GatewayOptions.Listen)}";
    private const string Origins = $"{GatewayOptions.Section}:{nameof(GatewayOptions.AllowedOrigins)}";

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        if (!options.IsOn)
        {
            return ValidateOptionsResult.Success;
        }

        var problems = rules.Check(Listen, options.Listen, "http://127.0.0.1:5480").Concat(options.AllowedOrigins.SelectMany(CheckOrigin)).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> CheckOrigin(string origin, int index)
    {
        // As a browser writes it, because that is what it is compared with.
        var good = Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && origin == uri!.GetLeftPart(UriPartial.Authority)
            && uri.UserInfo.Length == 0;
        if (!good)
        {
            yield return $"{Origins}:{index} is no origin; write it like https://status.example.com, in lower case and without a path or a slash at the end. `*` is not possible.";
        }
    }
}

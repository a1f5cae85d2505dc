using GrpcRefresh.Server.Listening;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Gateway;

internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    private const string Listen = $"{GatewayOptions.Section}:{nameof(GatewayOptions.Listen)}";
    private const string Origins = $"{GatewayOptions.Section}:{nameof(GatewayOptions.AllowedOrigins)}";

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        if (!options.IsOn)
        {
            return ValidateOptionsResult.Success;
        }

        var problems = CheckListen(options.Listen).Concat(options.AllowedOrigins.SelectMany(CheckOrigin)).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> CheckListen(string listen)
    {
        if (!ListenAddress.TryParse(listen, out var address))
        {
            yield return $"{Listen} is not an address to listen on; write it like http://127.0.0.1:5480, without a path, or leave it empty to turn the gateway off.";
        }
        else if (!address.IsLoopback)
        {
            yield return $"{Listen} is {listen}, which other machines can reach. The service cannot tell callers apart yet, "
                + "so anyone there could refresh anything: it listens on loopback addresses only (127.0.0.1, [::1], localhost).";
        }
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

using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Listening;

internal sealed class ProxyOptionsValidator(IKnownCallers callers) : IValidateOptions<ProxyOptions>
{
    private const string Key = $"{ProxyOptions.Section}:{nameof(ProxyOptions.Networks)}";

    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        List<string> problems = [.. options.Networks.Select(Problem).OfType<string>()];
        if ((options.TerminatesTls || options.Networks.Count > 0) && !callers.AreConfigured)
        {
            problems.Add($"{ProxyOptions.Section} is set, so other machines reach the service through a proxy, and no caller is configured: anyone there could refresh anything. " +
                "Create a key with 'grpcrefresh-server key create --name NAME --role ROLE', or remove the section.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string? Problem(string text, int i) =>
        !ProxyNetwork.TryParse(text, out var network)
            ? $"{Key}:{i} is '{text}', which is no address or network. Write it like 10.0.3.7 or 10.0.3.0/24."
            : network.Value.PrefixLength == 0
                ? $"{Key}:{i} is '{text}', which is everybody: anyone could then call in another's name. Give the addresses of the proxies alone."
                : null;
}

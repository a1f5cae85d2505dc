using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Listening;

internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    private const string Key = $"{ProxyOptions.Section}:{nameof(ProxyOptions.Networks)}";

    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        var problems = options.Networks.Select(Problem).OfType<string>().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string? Problem(string text, int i) =>
        !ProxyNetwork.TryParse(text, out var network)
            ? $"{Key}:{i} is '{text}', which is no address or network. Write it like 10.0.3.7 or 10.0.3.0/24."
            : network.Value.PrefixLength == 0
                ? $"{Key}:{i} is '{text}', which is everybody: anyone could then call in another's name. Give the addresses of the proxies alone."
                : null;
}

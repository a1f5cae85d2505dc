using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Listening;

/// <summary>Which address may be listened on as things are. What other machines can reach needs TLS, and callers who can be told apart.</summary>
internal sealed class ListenRules(IOptions<TlsOptions> tls, IOptions<ProxyOptions> proxy, IKnownCallers callers)
{
    /// <summary>What is wrong with an address, with the remedy.</summary>
    /// <param name="key">Its configuration key.</param>
    /// <param name="listen">The address as configured.</param>
    /// <param name="example">How one is written.</param>
    /// <param name="asksWhoCalls">Whether those who come in there are asked who they are.</param>
    public IEnumerable<string> Check(string key, string listen, string example, bool asksWhoCalls = true)
    {
        if (!ListenAddress.TryParse(listen, out var address))
        {
            yield return $"{key} is not an address to listen on; write it like {example}, with an IP address or localhost and without a path.";
            yield break;
        }

        if (address.IsHttps && Good(tls) is { IsOn: false })
        {
            yield return $"{key} is {listen}, but {TlsOptions.Section}:CertificateFile is missing. Set it to the certificate's file, or write http.";
        }

        if (address.IsLoopback)
        {
            yield break;
        }

        if (!address.IsHttps && Good(proxy) is { TerminatesTls: false })
        {
            yield return $"{key} is {listen}, which other machines can reach without TLS. Write https and set {TlsOptions.Section}:CertificateFile, listen on " +
                $"127.0.0.1, or, if a proxy in front has the certificate, set {ProxyOptions.Section}:TerminatesTls to true.";
        }

        if (asksWhoCalls && !callers.AreConfigured)
        {
            yield return $"{key} is {listen}, which other machines can reach, and no caller is configured, or the database with the keys cannot be read: anyone there could refresh anything. Create a key with " +
                "'grpcrefresh-server key create --name NAME --role ROLE', or listen on 127.0.0.1.";
        }
    }

    /// <summary>Nothing when it is wrong itself, which its own check tells.</summary>
    private static T? Good<T>(IOptions<T> options)
        where T : class
    {
        try
        {
            return options.Value;
        }
        catch (OptionsValidationException)
        {
            return null;
        }
    }
}

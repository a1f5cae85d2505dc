using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Tableau;

/// <summary>What must hold for one configured server; each broken rule names its key and the remedy.</summary>
internal static class TableauServerRules
{
    public static IEnumerable<string> Check(string key, TableauServerOptions server) =>
    [
        .. Url(key, server),
        .. Limits(key, server),
        .. Network(key, server),
        .. server.Sites.SelectMany((site, i) => TableauSiteRules.Check($"{key}:Sites:{i}", site)),
        .. TableauSiteRules.CheckTogether($"{key}:Sites", server.Sites),
    ];

    private static IEnumerable<string> Url(string key, TableauServerOptions server)
    {
        if (server.Url is not { IsAbsoluteUri: true } url || url.Scheme is not ("http" or "https"))
        {
            yield return $"{key}:Url: give the address of Tableau, for example https://10ax.online.tableau.com.";
            yield break;
        }

        if (url.Scheme == "http" && !url.IsLoopback && !server.AllowHttp)
        {
            yield return $"{key}:Url: http would send the credential in clear. Use https, or set {key}:AllowHttp to true if you accept that.";
        }

        if (url.PathAndQuery != "/" || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            yield return $"{key}:Url: give scheme and host only, without a path, a query or an account. Sites go under {key}:Sites.";
        }
    }

    private static IEnumerable<string> Limits(string key, TableauServerOptions server)
    {
        if (server.RequestTimeout < TimeSpan.FromSeconds(1) || server.RequestTimeout > TimeSpan.FromMinutes(30))
        {
            yield return $"{key}:RequestTimeout: must be between 00:00:01 and 00:30:00.";
        }

        if (server.SessionLifetime < TimeSpan.FromMinutes(1) || server.SessionLifetime > TimeSpan.FromHours(24))
        {
            yield return $"{key}:SessionLifetime: must be between 00:01:00 and 1.00:00:00.";
        }
    }

    private static IEnumerable<string> Network(string key, TableauServerOptions server)
    {
        foreach (var alias in server.Aliases.Where(alias => !IsHost(alias)))
        {
            yield return $"{key}:Aliases: '{alias}' is no host. Give the host alone, for example tableau.example.com.";
        }

        if (server.Proxy is { } proxy && !(proxy.IsAbsoluteUri && proxy.Scheme is "http" or "https" or "socks5"))
        {
            yield return $"{key}:Proxy: give an address such as http://proxy.example.com:3128.";
        }

        foreach (var name in server.Headers.Where(header => !TableauTransport.CanSend(header.Key, header.Value)).Select(header => header.Key))
        {
            yield return $"{key}:Headers:{name}: this header cannot be set here. Use a plain request header with a value on one line.";
        }

        if (server.CaFile is { Length: > 0 } file && AuthorityFile.WhyUnusable(file) is { } reason)
        {
            yield return $"{key}:CaFile: {reason}";
        }
    }

    private static bool IsHost(string alias) =>
        Uri.TryCreate($"https://{alias}/", UriKind.Absolute, out var url) && url.Authority.Equals(alias, StringComparison.OrdinalIgnoreCase);
}

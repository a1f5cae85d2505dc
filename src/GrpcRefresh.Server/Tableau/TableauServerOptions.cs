using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Tableau;

/// <summary>One Tableau Server, or one pod of Tableau Cloud, and how to reach it.</summary>
internal sealed class TableauServerOptions
{
    /// <summary>Its address without a path, for example <c>https://10ax.online.tableau.com</c>. Required.</summary>
    public Uri? Url { get; set; }

    /// <summary>Other hosts, with a port unless it is the usual one, that appear in addresses people paste.</summary>
    public List<string> Aliases { get; } = [];

    public List<TableauSiteOptions> Sites { get; } = [];

    /// <summary>The longest a single request may take.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Sign in again after this time in any case: below the idle limit of Tableau Cloud (120 minutes), because whether
    /// requests extend a session is not documented.
    /// </summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromMinutes(100);

    /// <summary>A PEM file with the certificate authorities to trust for this server instead of the system's.</summary>
    public string? CaFile { get; set; }

    /// <summary>The proxy to use. Without one the system's settings (HTTPS_PROXY, NO_PROXY) apply.</summary>
    public Uri? Proxy { get; set; }

    /// <summary>Sent with every request, for example a gateway's access token; hence treated as secrets.</summary>
    public Dictionary<string, Secret> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Allow http beyond this machine. Credential and session then cross the network in clear.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Every host, as <see cref="Uri.Authority"/> writes it, whose addresses belong to this server.</summary>
    public IEnumerable<string> Hosts() => Url is { IsAbsoluteUri: true } url ? [url.Authority, .. Aliases] : Aliases;
}

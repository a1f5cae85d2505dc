namespace GrpcRefresh.Server;

/// <summary>Names a configured Tableau site: the name of its server and its contentUrl, empty for the Default site.</summary>
internal readonly record struct SiteKey(string Server, string ContentUrl)
{
    public const string DefaultServer = "default";

    public override string ToString()
    {
        var site = ContentUrl.Length == 0 ? "the Default site" : $"site {ContentUrl}";
        return Server == DefaultServer ? site : $"{site} of server {Server}";
    }
}

namespace GrpcRefresh.Server;

/// <summary>Names a configured Tableau site: the name of its server and its contentUrl, empty for the Default site.</summary>
internal readonly record struct SiteKey(string Server, string ContentUrl)
{
    public const string DefaultServer = "default";

    public override string ToString() => ContentUrl.Length == 0 ? $"{Server}/(Default)" : $"{Server}/{ContentUrl}";
}

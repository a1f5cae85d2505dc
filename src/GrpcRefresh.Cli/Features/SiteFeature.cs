using System.CommandLine;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Features;

/// <summary>Where in Tableau.</summary>
internal sealed class SiteFeature
{
    private readonly Option<string> _site = new("--site")
    {
        Description = "The site's contentUrl: the text after /site/ in the browser's address. Default: the Default site.",
        HelpName = "contentUrl",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string> _server = new("--server")
    {
        Description = "The name of a Tableau server as the service is configured. Default: default.",
        HelpName = "name",
        DefaultValueFactory = _ => "",
    };

    public void AddTo(Command command)
    {
        command.Add(_site);
        command.Add(_server);
    }

    public string Site(ParseResult parsed) => parsed.GetValue(_site)!;

    public string Server(ParseResult parsed) => parsed.GetValue(_server)!;

    public ResourceRef Apply(ParseResult parsed, ResourceRef reference)
    {
        (reference.Site, reference.Server) = (Site(parsed), Server(parsed));
        return reference;
    }
}

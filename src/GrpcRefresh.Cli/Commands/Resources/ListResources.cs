using System.CommandLine;
using GrpcRefresh.Cli.Features;
using GrpcRefresh.Cli.Output;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Commands.Resources;

/// <summary><c>grpcrefresh resource list</c></summary>
internal sealed class ListResources : ServiceCommand
{
    private readonly Option<ResourceType> _type = EnumOption.One<ResourceType>("--type", "Which kind of content.");
    private readonly Option<string> _contains = new("--name-contains") { Description = "Only names with this text, in any case.", HelpName = "text", DefaultValueFactory = _ => "" };
    private readonly Option<int> _limit = LimitOption.Of("pieces of content");
    private readonly SiteFeature _site = new();

    public ListResources()
        : base("list", "Lists the workbooks or data sources of a site, by name.")
    {
        _type.Required = true;
        Add(_type);
        Add(_contains);
        _site.AddTo(this);
        Add(_limit);
        AddShared();
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var limit = session.Parsed.GetValue(_limit);
        var request = new ListResourcesRequest
        {
            Type = session.Parsed.GetValue(_type),
            Site = _site.Site(session.Parsed),
            Server = _site.Server(session.Parsed),
            NameContains = session.Parsed.GetValue(_contains),
            PageSize = LimitOption.PageSize(limit),
        };
        await foreach (var resource in session.Client.ListResourcesAsync(request, cancellationToken).Take(limit))
        {
            session.Printer.Result(resource, ResourceText.Line(resource));
        }

        return ExitCode.Succeeded;
    }
}

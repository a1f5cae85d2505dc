using System.CommandLine;
using System.CommandLine.Parsing;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Features;

/// <summary>Which content: addresses, luids, or names in a project, several at once.</summary>
internal sealed class ResourceFeature
{
    private readonly Argument<string[]> _urls = new("url")
    {
        Description = "Addresses as pasted from the browser; each tells its own type and site.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _luids = new("--luid") { Description = "Tableau's identifier; with --type. May be repeated.", DefaultValueFactory = _ => [] };

    private readonly Option<string?> _path = new("--path") { Description = "The projects that hold the content, outermost first: \"Sales/EMEA\".", HelpName = "projects" };

    private readonly Option<string[]> _projects = new("--project")
    {
        Description = "One project of the path, repeated outermost first: for names that contain a slash.",
        HelpName = "name",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _names = new("--name") { Description = "The name of the content, exactly; with --type and --path or --project. May be repeated.", DefaultValueFactory = _ => [] };

    private readonly Option<ResourceType> _type = EnumOption.One<ResourceType>("--type", "The type of what --luid and --name mean.");

    private readonly SiteFeature _site = new();

    public void AddTo(Command command)
    {
        command.Add(_urls);
        foreach (var option in new Option[] { _type, _path, _projects, _names, _luids })
        {
            command.Add(option);
        }

        _site.AddTo(command);
        command.Validators.Add(Check);
    }

    public IReadOnlyList<ResourceRef> Read(ParseResult parsed) =>
    [
        .. parsed.GetValue(_urls)!.Select(url => new ResourceRef { Url = url }),
        .. parsed.GetValue(_luids)!.Select(luid => _site.Apply(parsed, new ResourceRef { Type = parsed.GetValue(_type), Luid = luid })),
        .. parsed.GetValue(_names)!.Select(name => _site.Apply(parsed, new ResourceRef
        {
            Type = parsed.GetValue(_type),
            Path = new ResourcePath { ProjectPath = { Projects(parsed) }, Name = name },
        })),
    ];

    private string[] Projects(ParseResult parsed) =>
        parsed.GetValue(_path) is { } path ? path.Split('/') : parsed.GetValue(_projects)!;

    private void Check(CommandResult given)
    {
        bool names = given.GetResult(_names) is { Implicit: false }, luids = given.GetResult(_luids) is { Implicit: false };
        bool path = given.GetResult(_path) is not null, projects = given.GetResult(_projects) is { Implicit: false };
        var mistake =
            !names && (path || projects) ? "--path and --project say where --name is: add --name."
            : !names && !luids && given.GetResult(_urls) is not { Tokens.Count: > 0 } ? "Say which content: an address, --luid with --type, or --path with --name and --type."
            : names && path == projects ? "--name needs --path or --project, and not both."
            : (names || luids) && given.GetResult(_type) is null ? "--luid and --name need --type."
            : null;
        if (mistake is not null)
        {
            given.AddError(mistake);
        }
    }
}

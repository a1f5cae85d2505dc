using System.CommandLine;
using System.CommandLine.Parsing;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Features;

/// <summary>Which connections.</summary>
internal sealed class SelectorFeature
{
    private readonly Option<string?> _host = new("--host") { Description = "Only connections to this Snowflake account: its host, for example acme-analytics.snowflakecomputing.com.", HelpName = "host" };

    private readonly Option<string[]> _aliases = Many("--alias", "host", "Another host of the same account: by locator, or privatelink. With --host. May be repeated.");

    private readonly Option<string?> _user = new("--user") { Description = "Only connections that sign in as this user now, in any case.", HelpName = "name" };

    private readonly Option<string[]> _sites = Many("--site", "contentUrl", "Only this site; \"\" is the Default site. May be repeated. Default: all that the service is configured for.");

    private readonly Option<string?> _server = new("--server") { Description = "Only the Tableau server of this name, as the service is configured. Default: all.", HelpName = "name" };

    private readonly Option<string[]> _projects = Many("--project", "path", "Only content in this project and those below it: \"Sales/EMEA\", with %2F for a slash in a name. May be repeated.");

    private readonly Option<ConnectionItemType[]> _types = EnumOption.Many<ConnectionItemType>("--type", "type", "Only content of this kind. May be repeated.");

    private readonly Option<AuthenticationKind[]> _kinds = EnumOption.Many<AuthenticationKind>("--authentication", "kind", "Only connections that sign in this way. May be repeated.");

    private readonly Option<string[]> _ids = Many("--connection-id", "id", "Only this connection, whatever its type. May be repeated.");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _host, _aliases, _user, _sites, _server, _projects, _types, _kinds, _ids })
        {
            command.Add(option);
        }

        command.Validators.Add(given =>
        {
            if (given.GetResult(_aliases) is { Implicit: false } && given.GetResult(_host) is null)
            {
                given.AddError("--alias names another host of the account of --host: add --host.");
            }
        });
    }

    /// <summary>Whether it is bounded enough to change what it chooses.</summary>
    public bool NamesAnAccount(CommandResult given) => given.GetResult(_host) is not null || NamesConnections(given);

    /// <summary>Whether all chosen connections may be given the same credential.</summary>
    public bool NamesAUser(CommandResult given) => given.GetResult(_user) is not null || NamesConnections(given);

    public ConnectionSelector Read(ParseResult parsed) => new()
    {
        AccountHost = parsed.GetValue(_host) ?? "",
        AccountAliases = { parsed.GetValue(_aliases) },
        UserName = parsed.GetValue(_user) ?? "",
        Sites = { parsed.GetValue(_sites) },
        Server = parsed.GetValue(_server) ?? "",
        Projects = { parsed.GetValue(_projects) },
        ItemTypes = { parsed.GetValue(_types) },
        AuthenticationKinds = { parsed.GetValue(_kinds) },
        ConnectionIds = { parsed.GetValue(_ids) },
    };

    private bool NamesConnections(CommandResult given) => given.GetResult(_ids) is { Implicit: false };

    private static Option<string[]> Many(string name, string written, string description) =>
        new(name) { Description = description, HelpName = written, DefaultValueFactory = _ => [] };
}

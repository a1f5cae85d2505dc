using System.CommandLine;
using System.CommandLine.Parsing;
using GrpcRefresh.Server.Callers.Keys;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Verbs.Keys;

/// <summary><c>grpcrefresh-server key create</c></summary>
internal sealed class CreateKey : Command
{
    private readonly Option<string> _name = new("--name")
    {
        Description = "What the caller is called, in jobs, in the audit and in the log.",
        HelpName = "name",
        Required = true,
    };

    private readonly Option<Role> _role = new("--role")
    {
        Description = "What it may do, each also what the ones before it may: viewer looks, refresher refreshes, rotator changes credentials, admin acts for others.",
        HelpName = "viewer|refresher|rotator|admin",
        Required = true,
        CustomParser = ReadRole,
    };

    private readonly Option<string[]> _servers = Several("--server", "name", "The Tableau servers on which it may act. Default: all.");

    private readonly Option<string[]> _sites = Several("--site", "contentUrl", "The sites on which it may act; \"\" is the Default site. Default: all.");

    private readonly Option<IReadOnlyList<string>[]> _projects = new("--project")
    {
        Description = "The projects in which it may act, each with those below it, as A/B; a slash in a name is %2F, a percent sign %25. Default: all.",
        HelpName = "path",
        CustomParser = ReadProjects,
    };

    private readonly Option<DateTimeOffset?> _expires = new("--expires")
    {
        Description = "When it ends: after a time such as 90d or 12h, or at one such as 2027-01-01 or 2027-01-01T06:00:00Z. Default: never.",
        HelpName = "time",
        CustomParser = KeyEnd.Read,
    };

    private readonly Func<ApiKeyFile> _file;

    public CreateKey(Func<ApiKeyFile> file)
        : base("create", "Makes a key and writes it to standard output, this once: only its hash is stored. From the first key on nobody is served without one.")
    {
        _file = file;
        _name.Validators.Add(given =>
        {
            if (given.Tokens.Any(token => !ApiKeyRequest.IsName(token.Value)))
            {
                given.AddError($"--name takes {ApiKeyRequest.NameRule}.");
            }
        });
        foreach (var option in new Option[] { _name, _role, _servers, _sites, _projects, _expires })
        {
            Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var name = parsed.GetValue(_name)!;
        var scope = new CallerScope(parsed.GetValue(_servers) ?? [], parsed.GetValue(_sites) ?? [], parsed.GetValue(_projects) ?? []);
        var file = _file();
        var isFirst = !file.Exists;
        if (file.Create(new ApiKeyRequest(name, parsed.GetValue(_role), scope, parsed.GetValue(_expires))) is not var (text, key))
        {
            Console.Error.WriteLine($"There is a key named {name}. Choose another name, or revoke that one first: grpcrefresh-server key revoke {name}");
            return 1;
        }

        if (isFirst)
        {
            Console.Error.WriteLine($"There was no database at {file.Path}, so a new one was made. If the service has another, set {StorageOptions.Section}:Sqlite as it does, and make the key again.");
        }

        Console.Error.WriteLine($"Made {ApiKeyWords.Of(key)}, in {file.Path}. It is shown this once:");
        Console.Out.WriteLine(text.Reveal());
        return 0;
    }

    private static Option<string[]> Several(string name, string helpName, string description) =>
        new(name) { Description = $"{description} May be repeated.", HelpName = helpName, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

    private static Role ReadRole(ArgumentResult given)
    {
        var text = given.Tokens[0].Value;
        var role = Enum.GetValues<Role>().FirstOrDefault(role => role != Role.Unspecified && Denial.NameOf(role) == text);
        if (role == Role.Unspecified)
        {
            given.AddError($"--role is viewer, refresher, rotator or admin, not '{text}'.");
        }

        return role;
    }

    private static IReadOnlyList<string>[] ReadProjects(ArgumentResult given)
    {
        List<IReadOnlyList<string>> paths = [];
        foreach (var text in given.Tokens.Select(token => token.Value))
        {
            if (ProjectPathText.Parse(text, out var mistake) is { } path)
            {
                paths.Add(path);
            }
            else
            {
                given.AddError($"--project '{text}' {mistake}.");
            }
        }

        return [.. paths];
    }
}

using System.Reflection;
using System.Text;

namespace GrpcRefresh.Tests.Docs;

/// <summary>docs/configuration.md as the code would have it.</summary>
internal sealed class ConfigurationPage(Assembly assembly)
{
    private const string Introduction = """
        # Configuration

        Written from the options classes by a test; edit their comments and let it write: see CONTRIBUTING.md.

        Settings are read from `appsettings.json` in the working directory, from the environment and from the command line, the later ones winning. A key
        like `GrpcRefresh:Jobs:PollMin` is `GrpcRefresh__Jobs__PollMin` in the environment and `--GrpcRefresh:Jobs:PollMin=00:00:02` on the command line.
        Secrets do not belong on the command line, where every account of the machine can read them.

        What stands in braces is chosen by you: `{name}` a name, `{0…}` a number from 0 on. Times are written `hh:mm:ss`, or `d.hh:mm:ss` from a day on.
        Everything is checked at start: a mistake stops the service with the key and the remedy, all mistakes at once.

        """;

    private readonly DocComments _comments = new(assembly);

    public string Write()
    {
        var page = new StringBuilder(Introduction);
        foreach (var root in OptionsClass.AllIn(assembly))
        {
            Write(page, root, "##");
            foreach (var below in root.Nested)
            {
                Write(page, below, "###");
            }
        }

        return page.ToString();
    }

    public IEnumerable<string> Unexplained() =>
        from root in OptionsClass.AllIn(assembly)
        from options in root.Nested.Prepend(root)
        from option in options.Options
        where _comments.Of(option) is null
        select $"{options.Key}:{option.Name}";

    private void Write(StringBuilder page, OptionsClass options, string level)
    {
        page.Append('\n').Append(level).Append($" `{options.Key}`\n\n");
        page.AppendJoin(' ', new[] { _comments.Of(options.Type), options.Holder is { } holder ? _comments.Of(holder) : null }.OfType<string>()).Append('\n');
        var rows = options.Options.Select(option =>
            $"| `{OptionsClass.NameOf(option)}` | {options.DefaultOf(option)} | {OptionsClass.LimitsOf(option)} | {_comments.Of(option)} |\n").ToList();
        if (rows.Count > 0)
        {
            page.Append("\n| key | default | limits | meaning |\n|---|---|---|---|\n").AppendJoin("", rows);
        }
    }
}

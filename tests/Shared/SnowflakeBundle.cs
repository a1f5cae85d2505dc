using System.Text.RegularExpressions;

namespace GrpcRefresh.Testing;

/// <summary>The files under <c>snowflake/</c> with their variables filled in, as <c>render</c> does it.</summary>
internal sealed partial class SnowflakeBundle
{
    /// <param name="root">The top folder of the tree.</param>
    /// <param name="values">Other values than those of <c>variables.env</c>.</param>
    public SnowflakeBundle(string root, IReadOnlyDictionary<string, string>? values = null)
    {
        Folder = Path.Combine(root, "snowflake");
        Variables = VariablesOf(File.ReadAllLines(Path.Combine(Folder, "variables.env"))).ToDictionary();
        foreach (var (name, value) in values ?? new Dictionary<string, string>())
        {
            Variables[name] = value;
        }

        Sources = Directory.GetFiles(Folder, "*.sql").Order(StringComparer.Ordinal).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
    }

    public string Folder { get; }

    public Dictionary<string, string> Variables { get; }

    /// <summary>The files as they are, by name, in the order in which they are run.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; }

    public string Rendered(string file) => Fill(Sources[file]);

    public string Fill(string text) => Variable().Replace(text, match => Variables[match.Groups[1].Value]);

    /// <summary>A procedure's program, as Snowflake is given it.</summary>
    public string BodyOf(string procedure) =>
        Body().Matches(Rendered("70_procedures.sql")).Single(match => match.Groups[1].Value == procedure).Groups[2].Value;

    [GeneratedRegex(@"<%\s*(\w+)\s*%>")]
    public static partial Regex Variable();

    private static IEnumerable<KeyValuePair<string, string>> VariablesOf(IEnumerable<string> lines) =>
        from line in lines
        where line.Length > 0 && line[0] != '#'
        let parts = line.Split('=', 2)
        select KeyValuePair.Create(parts[0], parts[1]);

    [GeneratedRegex(@"CREATE OR REPLACE PROCEDURE \w+\.\w+\.(\w+)\((?:(?!\$\$).)*AS \$\$\n(.*?)\$\$;", RegexOptions.Singleline)]
    private static partial Regex Body();
}

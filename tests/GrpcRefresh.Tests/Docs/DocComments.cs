using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GrpcRefresh.Tests.Docs;

/// <summary>The summaries in an assembly's documentation file, as Markdown.</summary>
internal sealed partial class DocComments(Assembly assembly)
{
    private readonly Dictionary<string, XElement> _summaries = XDocument
        .Load(Path.ChangeExtension(assembly.Location, ".xml"))
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!);

    public string? Of(Type type) => Find($"T:{type.FullName}");

    public string? Of(PropertyInfo property) => Find($"P:{property.DeclaringType!.FullName}.{property.Name}");

    private string? Find(string name) =>
        _summaries.TryGetValue(name, out var summary) ? Space().Replace(string.Concat(summary.Nodes().Select(Markdown)), " ").Trim() : null;

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
        XElement other => throw new NotSupportedException($"<{other.Name}> is not known to the pages."),
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

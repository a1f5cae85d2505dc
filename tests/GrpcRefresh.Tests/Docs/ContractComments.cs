using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Google.Protobuf.Reflection;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Docs;

/// <summary>The comments of the protos, as the generated code carries them.</summary>
internal sealed partial class ContractComments
{
    private static readonly Assembly Contracts = typeof(JobService).Assembly;

    private readonly Dictionary<string, string> _summaries = XDocument
        .Load(Path.ChangeExtension(Contracts.Location, ".xml"))
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!.Value));

    public string Of(Type type) => Find($"T:{type.FullName!.Replace('+', '.')}");

    public string Of(FieldDescriptor field) => Find($"P:{field.ContainingType.ClrType.FullName!.Replace('+', '.')}.{Property(field.Name)}");

    public string Of(MethodDescriptor method)
    {
        var name = $"M:GrpcRefresh.V1.{method.Service.Name}.{method.Service.Name}Base.{method.Name}(";
        return _summaries.Single(summary => summary.Key.StartsWith(name, StringComparison.Ordinal)).Value;
    }

    public string Of(EnumValueDescriptor value)
    {
        var type = value.EnumDescriptor.ClrType;
        var member = type.GetFields().Single(field => field.GetCustomAttribute<OriginalNameAttribute>()?.Name == value.Name);
        return Find($"F:{type.FullName!.Replace('+', '.')}.{member.Name}");
    }

    private string Find(string member) => _summaries.TryGetValue(member, out var text) ? text : throw new KeyNotFoundException($"{member} has no comment.");

    private static string Property(string name) => string.Concat(name.Split('_').Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}"));

    /// <summary>Paragraphs are kept, line breaks within them are not.</summary>
    private static string Text(string summary) =>
        string.Join("\n\n", Paragraph().Split(summary.Trim()).Select(paragraph => Space().Replace(paragraph, " ").Trim()));

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex Paragraph();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

using System.Globalization;
using System.Xml.Linq;

namespace GrpcRefresh.Simulation.Rest;

/// <summary>Elements and attributes as Tableau writes them: lower-case booleans, whole seconds in UTC, absent instead of null.</summary>
internal static class Xml
{
    public static readonly XNamespace Api = "http://tableau.com/api";

    public static XElement Element(string name, params object?[] content) => new(Api + name, content);

    public static XAttribute? Attribute(string name, object? value) => value is null ? null : new XAttribute(name, Text(value));

    public static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}

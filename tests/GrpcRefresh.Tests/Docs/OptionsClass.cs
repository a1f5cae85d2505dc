using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace GrpcRefresh.Tests.Docs;

/// <summary>A class of options under a key of the configuration, and the classes below it.</summary>
internal sealed record OptionsClass(string Key, Type Type, PropertyInfo? Holder = null)
{
    private readonly object _defaults = Activator.CreateInstance(Type)!;

    /// <summary>Every class that names a section of its own.</summary>
    public static IEnumerable<OptionsClass> AllIn(Assembly assembly) =>
        from type in assembly.GetTypes()
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)
        where section is { IsLiteral: true } && type.GetConstructor([]) is not null
        let key = (string)section.GetRawConstantValue()!
        orderby key
        select new OptionsClass(key, type);

    public IEnumerable<PropertyInfo> Options => Properties.Where(property => Below(property) is null);

    public IEnumerable<OptionsClass> Nested => Properties.Select(Below).OfType<OptionsClass>().SelectMany(below => below.Nested.Prepend(below));

    private IEnumerable<PropertyInfo> Properties => Type.GetProperties().OrderBy(property => property.MetadataToken);

    /// <summary>The key of an option; what its owner chooses stands in braces.</summary>
    public static string NameOf(PropertyInfo option) => option.Name + Place(option.PropertyType);

    public string DefaultOf(PropertyInfo option) => option.GetValue(_defaults) switch
    {
        null => "",
        "" => "empty",
        string or ValueType and IFormattable or bool => $"`{Text(option.GetValue(_defaults)!)}`",
        ICollection { Count: 0 } => "",
        var value => throw new NotSupportedException($"{Key}:{option.Name} has a default of type {value.GetType()}, which the page cannot show."),
    };

    public static string LimitsOf(PropertyInfo option) => option.GetCustomAttribute<RangeAttribute>() is { } range
        ? $"`{Text(range.Minimum)}` to `{Text(range.Maximum)}`"
        : "";

    private OptionsClass? Below(PropertyInfo property)
    {
        var element = ElementOf(property.PropertyType) ?? property.PropertyType;
        return element.Name.EndsWith("Options", StringComparison.Ordinal) ? new OptionsClass($"{Key}:{NameOf(property)}", element, property) : null;
    }

    private static string Place(Type type) => ElementOf(type) is null ? "" : IsDictionary(type) ? ":{name}" : ":{0…}";

    private static Type? ElementOf(Type type) => type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[^1] : null;

    private static bool IsDictionary(Type type) => typeof(IDictionary).IsAssignableFrom(type);

    private static string Text(object value) => value switch
    {
        bool yes => yes ? "true" : "false",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}

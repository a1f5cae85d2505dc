using Google.Protobuf.Reflection;

namespace GrpcRefresh.Cli.Output;

/// <summary>Values of the contract's enums as people write them: FRESHNESS_AFTER_REQUEST is AFTER_REQUEST, or after-request as a flag.</summary>
internal static class Names<T>
    where T : struct, Enum
{
    private static readonly string Prefix =
        string.Concat(typeof(T).Name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{letter}")).ToUpperInvariant() + "_";

    private static readonly Dictionary<T, string> All = Read();

    /// <summary>The values as flags, without the one that is never said.</summary>
    public static IReadOnlyList<string> Flags { get; } = [.. All.Where(one => Convert.ToInt32(one.Key, null) != 0).Select(one => Flag(one.Value))];

    public static string Of(T value) => All.GetValueOrDefault(value, value.ToString());

    public static string FlagOf(T value) => Flag(Of(value));

    /// <summary>Understands a value with or without its prefix, in any case, with hyphens or underscores.</summary>
    public static T? Parse(string text)
    {
        var wanted = text.Replace('-', '_').ToUpperInvariant();
        return Flags.Contains(Flag(wanted)) || Flags.Contains(Flag(Short(wanted)))
            ? All.First(one => one.Value == wanted || one.Value == Short(wanted)).Key
            : null;
    }

    private static string Flag(string name) => name.Replace('_', '-').ToLowerInvariant();

    private static string Short(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;

    private static Dictionary<T, string> Read() => typeof(T).GetFields()
        .Where(field => field.IsLiteral)
        .ToDictionary(field => (T)field.GetValue(null)!, field => Short(field.GetCustomAttributes(typeof(OriginalNameAttribute), false).Cast<OriginalNameAttribute>().Single().Name));
}

using System.Reflection;
using Google.Protobuf.Reflection;

namespace GrpcRefresh.Demo;

/// <summary>Contract values as people read them: JOB_STATE_RUNNING is RUNNING.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = typeof(T).GetField(value.ToString())?.GetCustomAttribute<OriginalNameAttribute>()?.Name ?? value.ToString();
        var prefix = string.Concat(typeof(T).Name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{letter}")).ToUpperInvariant() + "_";
        return name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
    }
}

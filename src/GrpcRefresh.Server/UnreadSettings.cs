using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server;

/// <summary>
/// Refuses what the framework would drop without a word: a key that is misspelt, or one value where a list is read. Where a list left empty means
/// everywhere, that would open what was to be closed.
/// </summary>
internal sealed class UnreadSettings<TOptions>(IConfigurationSection section) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        string[] mistakes = [.. OfSection(section, typeof(TOptions))];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> OfSection(IConfigurationSection given, Type type)
    {
        if (!string.IsNullOrEmpty(given.Value))
        {
            return [$"{given.Path} is one value, and must be a section: write its settings below it, each with its name."];
        }

        var settings = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        return given.GetChildren().SelectMany(child =>
            settings.FirstOrDefault(setting => setting.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } known
                ? Of(child, known.PropertyType)
                : [$"{child.Path} is no setting. Correct or remove it; here are {string.Join(", ", settings.Select(setting => setting.Name))}."]);
    }

    private static IEnumerable<string> Of(IConfigurationSection given, Type type) =>
        typeof(IDictionary).IsAssignableFrom(type) ? given.GetChildren().SelectMany(entry => Of(entry, type.GetGenericArguments()[1]))
        : typeof(IList).IsAssignableFrom(type) ? OfList(given, type.GetGenericArguments()[0])
        : IsValue(type) ? given.GetChildren().Any() ? [$"{given.Path} is a list or a section, and must be one value."] : []
        : OfSection(given, type);

    private static IEnumerable<string> OfList(IConfigurationSection given, Type type)
    {
        // Also without text: an empty name is a name, and an empty list reads like "nowhere".
        if (!given.GetChildren().Any())
        {
            return [$"{given.Path} is one value or empty, and must be a list: write {given.Path}:0, in JSON [\"...\"], in the environment with __0 at the end; or leave it out."];
        }

        return given.GetChildren().SelectMany(entry => IsValue(type) && entry.Value is null && !entry.GetChildren().Any()
            ? [$"{entry.Path} is null, and must be a value. Give one, or remove it."]
            : Of(entry, type));
    }

    private static bool IsValue(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { } plain && (plain.IsValueType || plain == typeof(string) || plain == typeof(Uri));
}

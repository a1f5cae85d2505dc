using System.Reflection;
using System.Text;

namespace GrpcRefresh.Tests.Docs;

/// <summary>What an assembly shows to others, a line for each type and member.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var page = new StringBuilder("# The public surface, written by a test: see CONTRIBUTING.md.\n");
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            page.Append('\n').Append(Heading(type)).Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal))
            {
                page.Append("  ").Append(line).Append('\n');
            }
        }

        return page.ToString();
    }

    private static string Heading(Type type)
    {
        var bases = new[] { type.BaseType }.OfType<Type>().Where(one => one != typeof(object) && one != typeof(ValueType))
            .Concat(type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).OrderBy(one => one.Name, StringComparer.Ordinal)).ToList();
        var modifiers = type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsSealed ? "sealed " : type.IsAbstract ? "abstract " : "";
        return $"{modifiers}{(type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct" : "class")} {type.Namespace}.{ApiNames.Of(type)}"
            + (bases.Count > 0 ? " : " + string.Join(", ", bases.Select(ApiNames.Of)) : "");
    }

    private static IEnumerable<string> Members(Type type) =>
        type.GetConstructors(Declared).Where(Shown).Select(made => $"new({ApiNames.Of(made.GetParameters())})")
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors().Length > 0).Select(ApiNames.Of))
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic).Select(field => $"{ApiNames.Of(field.FieldType)} {field.Name}"))
            .Concat(type.GetMethods(Declared).Where(method => Shown(method) && !method.IsSpecialName).Select(ApiNames.Of));

    // What the compiler adds to a record is no promise of ours.
    private static bool Shown(MethodBase method) => (method.IsPublic || method.IsFamily)
        && !method.Name.StartsWith('<')
        && method.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null;
}

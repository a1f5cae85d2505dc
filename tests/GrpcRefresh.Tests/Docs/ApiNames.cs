using System.Globalization;
using System.Reflection;

namespace GrpcRefresh.Tests.Docs;

/// <summary>Members as C# writes them, with what may be null.</summary>
internal static class ApiNames
{
    public static string Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return $"{Of(value)}?";
        }

        return type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : type.Name;
    }

    public static string Of(PropertyInfo property) =>
        $"{(property.GetAccessors()[0].IsStatic ? "static " : "")}{Of(property.PropertyType)}{Mark(new NullabilityInfoContext().Create(property))} {property.Name}"
        + $" {{ {(property.GetMethod?.IsPublic == true ? "get; " : "")}{Setter(property)}}}";

    public static string Of(MethodInfo method) =>
        $"{(method.IsStatic ? "static " : "")}{Of(method.ReturnType)}{Mark(new NullabilityInfoContext().Create(method.ReturnParameter))} "
        + $"{method.Name}({Of(method.GetParameters())})";

    public static string Of(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Of));

    private static string Of(ParameterInfo parameter) =>
        $"{Of(parameter.ParameterType)}{Mark(new NullabilityInfoContext().Create(parameter))} {parameter.Name}{Default(parameter)}";

    private static string Default(ParameterInfo parameter) => !parameter.HasDefaultValue ? "" : parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType ? " = default" : " = null",
        string text => $" = \"{text}\"",
        var value => string.Create(CultureInfo.InvariantCulture, $" = {value}"),
    };

    private static string Setter(PropertyInfo property) =>
        property.SetMethod is not { IsPublic: true } setter ? ""
        : setter.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit") ? "init; " : "set; ";

    private static string Mark(NullabilityInfo info) => info.ReadState == NullabilityState.Nullable && !info.Type.IsValueType ? "?" : "";
}

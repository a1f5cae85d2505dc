using System.Reflection;
using Google.Protobuf.Reflection;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Enum numbers that this version does not know are refused: guessing what a newer caller meant would be worse.</summary>
internal static class EnumFields
{
    public static T Read<T>(T value, T whenUnspecified, string field, FieldErrors errors)
        where T : struct, Enum =>
        IsKnown(value, field, errors) && IsUnspecified(value) ? whenUnspecified : value;

    public static T ReadRequired<T>(T value, string field, FieldErrors errors)
        where T : struct, Enum
    {
        if (IsKnown(value, field, errors) && IsUnspecified(value))
        {
            errors.Add(field, $"is required: {Names<T>()}");
        }

        return value;
    }

    public static bool IsUnspecified<T>(T value)
        where T : struct, Enum => EqualityComparer<T>.Default.Equals(value, default);

    private static bool IsKnown<T>(T value, string field, FieldErrors errors)
        where T : struct, Enum
    {
        if (Enum.IsDefined(value))
        {
            return true;
        }

        errors.Add(field, $"{value:D} is not known here: {Names<T>()}");
        return false;
    }

    private static string Names<T>()
        where T : struct, Enum =>
        string.Join(", ", Enum.GetNames<T>().Skip(1).Select(name =>
            typeof(T).GetField(name)?.GetCustomAttribute<OriginalNameAttribute>()?.Name ?? name));
}

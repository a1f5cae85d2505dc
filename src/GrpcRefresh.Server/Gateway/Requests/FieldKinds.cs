using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace GrpcRefresh.Server.Gateway.Requests;

/// <summary>What a field takes in JSON, in words.</summary>
internal static class FieldKinds
{
    /// <summary>Whether the type has a JSON of its own, instead of an object with its fields.</summary>
    public static bool IsWellKnown(MessageDescriptor type) => type.File.Package == "google.protobuf";

    public static string Demand(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => "must be true or false",
        FieldType.String => "must be a string",
        FieldType.Bytes => "must be a string in base64",
        FieldType.Enum => $"must be one of {string.Join(", ", field.EnumType.Values.Select(value => value.Name))}",
        FieldType.Float or FieldType.Double => "must be a number",
        FieldType.Message => DemandOf(field.MessageType),
        _ => "must be a whole number that fits its type",
    };

    private static string DemandOf(MessageDescriptor type) =>
        type == Duration.Descriptor ? "must be a duration in seconds, such as \"15s\" or \"0.5s\""
        : type == Timestamp.Descriptor ? "must be a time such as \"2026-01-31T06:30:00Z\"; in a query a plus sign is written %2B"
        : $"must be the JSON of {type.FullName}";
}

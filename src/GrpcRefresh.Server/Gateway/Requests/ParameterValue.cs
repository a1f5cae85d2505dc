using System.Globalization;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace GrpcRefresh.Server.Gateway.Requests;

/// <summary>The text of a parameter as the JSON it stands for. Text is what most fields take; what it means is read as in a body.</summary>
internal static class ParameterValue
{
    public static JsonNode ToJson(FieldDescriptor field, string text) => field.FieldType switch
    {
        FieldType.Bool => OfBool(text),
        FieldType.Message when field.MessageType == BoolValue.Descriptor => OfBool(text),
        FieldType.Enum when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => text,
    };

    // Anything else is left as text, which is refused as in a body.
    private static JsonNode OfBool(string text) => text switch { "true" => true, "false" => false, _ => text };
}

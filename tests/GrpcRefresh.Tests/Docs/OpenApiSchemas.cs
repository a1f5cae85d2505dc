using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Server.Rpc.Redaction;

namespace GrpcRefresh.Tests.Docs;

/// <summary>The messages and enums of the contract as JSON schemas of proto3 JSON.</summary>
internal sealed class OpenApiSchemas
{
    private readonly SortedDictionary<string, JsonObject> _written = new(StringComparer.Ordinal);

    public ContractComments Comments { get; } = new();

    public static JsonObject AnyOfDetails() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("@type"),
        ["properties"] = new JsonObject
        {
            ["@type"] = new JsonObject { ["type"] = "string", ["description"] = "The type of the detail, such as type.googleapis.com/google.rpc.ErrorInfo; its fields stand beside." },
        },
    };

    public JsonObject Write()
    {
        var all = new JsonObject();
        foreach (var (name, schema) in _written)
        {
            all[name] = schema;
        }

        return all;
    }

    public void Use(params MessageDescriptor[] types) => types.ToList().ForEach(type => Reference(type));

    public JsonObject Reference(MessageDescriptor type)
    {
        Describe(NameOf(type), () => Message(type));
        return new JsonObject { ["$ref"] = $"#/components/schemas/{NameOf(type)}" };
    }

    /// <summary>What stands in the path, and unless the rest is a body, in the query.</summary>
    public JsonArray Parameters(MessageDescriptor type, string path, bool hasBody)
    {
        var parameters = new JsonArray();
        foreach (var (name, field) in Leaves(type, ""))
        {
            var inPath = path.Contains($"{{{name}}}", StringComparison.Ordinal);
            if (inPath || !hasBody)
            {
                parameters.Add(Parameter(name, field, inPath));
            }
        }

        return parameters;
    }

    private static IEnumerable<(string Name, FieldDescriptor Field)> Leaves(MessageDescriptor type, string prefix) =>
        from field in type.Fields.InDeclarationOrder()
        from leaf in field.FieldType == FieldType.Message && !field.IsRepeated && field.MessageType.File.Package != "google.protobuf"
            ? Leaves(field.MessageType, $"{prefix}{field.Name}.")
            : [($"{prefix}{field.Name}", field)]
        select leaf;

    private JsonObject Parameter(string name, FieldDescriptor field, bool inPath)
    {
        var parameter = new JsonObject
        {
            ["name"] = field.IsMap ? $"{name}[key]" : name,
            ["in"] = inPath ? "path" : "query",
            ["description"] = Comments.Of(field),
        };
        if (inPath)
        {
            parameter["required"] = true;
        }

        parameter["schema"] = field.IsMap ? Single(field.MessageType.FindFieldByNumber(2)) : Schema(field);
        return parameter;
    }

    private JsonObject Message(MessageDescriptor type)
    {
        var properties = new JsonObject();
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            var schema = Schema(field);
            schema["description"] = Comments.Of(field);
            if (MessageRedactor.IsSensitive(field))
            {
                schema["writeOnly"] = true;
            }

            properties[field.JsonName] = schema;
        }

        return new JsonObject { ["type"] = "object", ["description"] = Comments.Of(type.ClrType), ["properties"] = properties };
    }

    private JsonObject Schema(FieldDescriptor field) =>
        field.IsMap ? new JsonObject { ["type"] = "object", ["additionalProperties"] = Single(field.MessageType.FindFieldByNumber(2)) }
        : field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = Single(field) }
        : Single(field);

    private JsonObject Single(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => Of("boolean"),
        FieldType.String => Of("string"),
        FieldType.Bytes => Of("string", "byte"),
        FieldType.Int32 or FieldType.UInt32 or FieldType.SInt32 => Of("integer", "int32"),
        FieldType.Int64 or FieldType.UInt64 or FieldType.SInt64 => Of("string", "int64"),
        FieldType.Enum => Enumeration(field.EnumType),
        FieldType.Message when field.MessageType == Duration.Descriptor => Of("string", "duration-seconds"),
        FieldType.Message when field.MessageType == Timestamp.Descriptor => Of("string", "date-time"),
        FieldType.Message when field.MessageType == Any.Descriptor => AnyOfDetails(),
        FieldType.Message => Reference(field.MessageType),
        _ => throw new NotSupportedException($"{field.FullName} has a type that the page cannot show."),
    };

    private JsonObject Enumeration(EnumDescriptor type)
    {
        Describe(NameOf(type), () => new JsonObject
        {
            ["type"] = "string",
            ["description"] = $"{Comments.Of(type.ClrType)}\n\n{string.Join('\n', type.Values.Select(value => $"- `{value.Name}`: {Comments.Of(value)}"))}",
            ["enum"] = new JsonArray([.. type.Values.Select(value => (JsonNode)value.Name)]),
        });
        return new JsonObject { ["$ref"] = $"#/components/schemas/{NameOf(type)}" };
    }

    private void Describe(string name, Func<JsonObject> describe)
    {
        if (_written.TryAdd(name, []))
        {
            _written[name] = describe();
        }
    }

    /// <summary>Without the package; with the message that it stands in.</summary>
    private static string NameOf(IDescriptor type) => type.FullName[(type.File.Package.Length + 1)..];

    private static JsonObject Of(string type, string? format = null) =>
        format is null ? new JsonObject { ["type"] = type } : new JsonObject { ["type"] = type, ["format"] = format };
}

using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace GrpcRefresh.Server.Gateway.Requests;

/// <summary>Puts parameters by their names into the JSON of a request.</summary>
internal sealed class ParameterTree(MessageDescriptor type)
{
    private readonly HashSet<string> _fromPath = [];

    public JsonObject Json { get; } = [];

    /// <summary>A field that stands in the path.</summary>
    public void AddFromPath(string field, string value)
    {
        Add(field, value);
        _fromPath.Add(field);
    }

    /// <summary>A parameter of the query.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Add(string name, string value)
    {
        if (ParameterName.Parse(name) is not { } parsed)
        {
            return "is no name of a parameter; write a.b for a field of a field, and a[key] for an entry of a map";
        }

        var (json, holder) = (Json, type);
        foreach (var step in parsed.Fields.SkipLast(1))
        {
            if (FieldNames.Find(holder, step) is not { } outer)
            {
                return Unknown(holder);
            }

            if (outer.FieldType != FieldType.Message || outer.IsRepeated || FieldKinds.IsWellKnown(outer.MessageType))
            {
                return $"leads into {outer.JsonName}, which has no fields that a query could give";
            }

            holder = outer.MessageType;
            json = (JsonObject)(json[outer.Name] ??= new JsonObject());
        }

        return FieldNames.Find(holder, parsed.Fields[^1]) is { } field ? Put(json, field, parsed, value) : Unknown(holder);
    }

    private static string Unknown(MessageDescriptor type) => $"is no parameter here; {type.Name} has {FieldNames.Of(type)}";

    private string? Put(JsonObject json, FieldDescriptor field, ParameterName name, string value)
    {
        if (_fromPath.Contains(name.InProto(type)))
        {
            return "stands in the path already; leave it out of the query";
        }

        var element = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
        if (field.IsMap != (name.Key is not null))
        {
            return field.IsMap ? $"is a map; write {field.JsonName}[key]=value" : "is no map; leave out the brackets";
        }

        if (element.FieldType == FieldType.Message && !FieldKinds.IsWellKnown(element.MessageType))
        {
            return field.IsRepeated ? "cannot be given in a query" : $"is a message; give its fields one by one, such as {field.JsonName}.{element.MessageType.Fields.InDeclarationOrder()[0].JsonName}";
        }

        var node = ParameterValue.ToJson(element, value);
        if (field.IsRepeated && !field.IsMap)
        {
            ((JsonArray)(json[field.Name] ??= new JsonArray())).Add(node);
            return null;
        }

        var target = field.IsMap ? (JsonObject)(json[field.Name] ??= new JsonObject()) : json;
        return target.TryAdd(field.IsMap ? name.Key! : field.Name, node) ? null : "is given twice; give it once";
    }
}

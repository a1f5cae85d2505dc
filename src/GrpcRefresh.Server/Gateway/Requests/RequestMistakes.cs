using System.Text.Json;
using Google.Protobuf.Reflection;
using GrpcRefresh.Server.Rpc.Requests;

namespace GrpcRefresh.Server.Gateway.Requests;

/// <summary>Finds what is wrong with JSON that is not the message it should be, by trying its parts alone. Values are never repeated.</summary>
internal static class RequestMistakes
{
    private const string Whole = "body";

    /// <summary>The refusal of a request that could not be read.</summary>
    public static RefusedException In(string json, MessageDescriptor type)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            FieldErrors.Check<object?>(errors =>
            {
                Look(document.RootElement, type, "", errors);
                return null;
            });
        }
        catch (JsonException e)
        {
            return RefusedException.InvalidField(Whole, $"is not JSON from line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} on");
        }
        catch (RefusedException found)
        {
            return found;
        }

        return RefusedException.InvalidField(Whole, $"is not the JSON of {type.Name}; /openapi.json describes it");
    }

    private static void Look(JsonElement json, MessageDescriptor type, string path, FieldErrors errors)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path.Length == 0 ? Whole : path, "must be a JSON object");
            return;
        }

        var chosen = new Dictionary<OneofDescriptor, string>();
        foreach (var property in json.EnumerateObject().TakeWhile(_ => !errors.IsFull))
        {
            var here = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (FieldNames.Find(type, property.Name) is not { } field)
            {
                errors.Add(Shown(here), $"is no field of {type.Name}; it has {FieldNames.Of(type)}");
            }
            else if (property.Value.ValueKind != JsonValueKind.Null)
            {
                if (field.RealContainingOneof is { } choice && !chosen.TryAdd(choice, property.Name))
                {
                    errors.Add(here, $"and {chosen[choice]} exclude each other; give one of them");
                }

                LookAt(property.Value, field, here, errors);
            }
        }
    }

    private static void LookAt(JsonElement json, FieldDescriptor field, string path, FieldErrors errors)
    {
        if (field.IsMap)
        {
            LookIntoMap(json, field, path, errors);
        }
        else if (!field.IsRepeated)
        {
            LookAtOne(json, field, path, one => $"{{\"{field.JsonName}\":{one}}}", field.ContainingType, errors);
        }
        else if (json.ValueKind != JsonValueKind.Array)
        {
            errors.Add(path, "must be a JSON array");
        }
        else
        {
            foreach (var (i, value) in json.EnumerateArray().Index().TakeWhile(_ => !errors.IsFull))
            {
                LookAtOne(value, field, $"{path}[{i}]", one => $"{{\"{field.JsonName}\":[{one}]}}", field.ContainingType, errors);
            }
        }
    }

    private static void LookIntoMap(JsonElement json, FieldDescriptor field, string path, FieldErrors errors)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, "must be a JSON object");
            return;
        }

        var valueField = field.MessageType.FindFieldByNumber(2);
        foreach (var entry in json.EnumerateObject().TakeWhile(_ => !errors.IsFull))
        {
            var key = JsonSerializer.Serialize(entry.Name);
            LookAtOne(entry.Value, valueField, Shown($"{path}[{entry.Name}]"), one => $"{{\"{field.JsonName}\":{{{key}:{one}}}}}", field.ContainingType, errors);
        }
    }

    /// <param name="alone">The request with nothing in it but one value.</param>
    private static void LookAtOne(
        JsonElement json, FieldDescriptor field, string path, Func<string, string> alone, MessageDescriptor holder, FieldErrors errors)
    {
        if (field.FieldType == FieldType.Message && !FieldKinds.IsWellKnown(field.MessageType))
        {
            Look(json, field.MessageType, path, errors);
        }
        else if (ContractJson.TryRead(alone(json.GetRawText()), holder) is null)
        {
            errors.Add(path, FieldKinds.Demand(field));
        }
    }

    /// <summary>Names are the caller's, so they are cut.</summary>
    public static string Shown(string path) => path.Length <= 100 ? path : string.Concat(path.AsSpan(0, 99), "…");
}

using Google.Protobuf.Reflection;

namespace GrpcRefresh.Server.Gateway.Requests;

/// <summary>A parameter's name: fields with dots, and for an entry of a map its key in brackets.</summary>
internal sealed record ParameterName(IReadOnlyList<string> Fields, string? Key)
{
    public static ParameterName? Parse(string text)
    {
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        if (bracket >= 0 && !text.EndsWith(']'))
        {
            return null;
        }

        var fields = (bracket < 0 ? text : text[..bracket]).Split('.');
        return fields.Contains("") ? null : new ParameterName(fields, bracket < 0 ? null : text[(bracket + 1)..^1]);
    }

    /// <summary>With the fields' names as the proto has them.</summary>
    public string InProto(MessageDescriptor type)
    {
        var names = new List<string>();
        foreach (var name in Fields)
        {
            var field = FieldNames.Find(type, name)!;
            names.Add(field.Name);
            type = field.FieldType == FieldType.Message ? field.MessageType : type;
        }

        return string.Join('.', names);
    }
}

using Google.Protobuf.Reflection;

namespace GrpcRefresh.Server.Gateway.Requests;

/// <summary>Fields by name. As in proto3 JSON, <c>page_size</c> and <c>pageSize</c> are one.</summary>
internal static class FieldNames
{
    public static FieldDescriptor? Find(MessageDescriptor type, string name) =>
        type.FindFieldByName(name) ?? type.Fields.InDeclarationOrder().FirstOrDefault(field => field.JsonName == name);

    /// <param name="path">Names of the proto, with dots.</param>
    public static FieldDescriptor? FindBelow(MessageDescriptor type, string path)
    {
        var names = path.Split('.', 2);
        var field = type.FindFieldByName(names[0]);
        return names.Length == 1 ? field
            : field is { FieldType: FieldType.Message, IsRepeated: false } ? FindBelow(field.MessageType, names[1])
            : null;
    }

    public static string Of(MessageDescriptor type) =>
        type.Fields.InDeclarationOrder().Any() ? string.Join(", ", type.Fields.InDeclarationOrder().Select(field => field.JsonName)) : "none";
}

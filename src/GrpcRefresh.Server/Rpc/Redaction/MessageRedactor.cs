using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Redaction;

/// <summary>Shows a message without what the contract marks as sensitive. Nothing else may write a request anywhere.</summary>
internal static class MessageRedactor
{
    /// <summary>As JSON, also where a value in it is out of its range.</summary>
    public static string ToText(IMessage message) => Redact(message).ToString()!;

    /// <summary>A copy with every sensitive value masked, and without fields that this version does not know: they may be sensitive as well.</summary>
    public static IMessage Redact(IMessage message)
    {
        var copy = message.Descriptor.Parser.WithDiscardUnknownFields(true).ParseFrom(message.ToByteArray());
        Mask(copy);
        return copy;
    }

    public static bool IsSensitive(FieldDescriptor field) => field.GetOptions()?.GetExtension(OptionsExtensions.Sensitive) == true;

    private static void Mask(IMessage message)
    {
        if (message is Any any)
        {
            // What is packed here may be of any type, also of one unknown to us.
            any.MergeFrom(Any.Pack(new StringValue { Value = Secret.Mask }));
            return;
        }

        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (IsSensitive(field))
            {
                Hide(message, field);
            }
            else
            {
                Below(field.Accessor.GetValue(message)).ToList().ForEach(Mask);
            }
        }
    }

    private static IEnumerable<IMessage> Below(object? value) => value switch
    {
        IMessage one => [one],
        IDictionary map => map.Values.OfType<IMessage>(),
        IList list => list.OfType<IMessage>(),
        _ => [],
    };

    private static void Hide(IMessage message, FieldDescriptor field)
    {
        switch (field.Accessor.GetValue(message))
        {
            case string { Length: 0 } or ByteString { IsEmpty: true } or null:
                // That nothing was given is worth knowing.
                break;
            case string:
                field.Accessor.SetValue(message, Secret.Mask);
                break;
            case ByteString:
                field.Accessor.SetValue(message, ByteString.CopyFromUtf8(Secret.Mask));
                break;
            case IDictionary map when map.Values.OfType<string>().Any():
                map.Keys.Cast<object>().ToList().ForEach(key => map[key] = Secret.Mask);
                break;
            case IList list when list.OfType<string>().Any():
                Enumerable.Range(0, list.Count).ToList().ForEach(i => list[i] = Secret.Mask);
                break;
            default:
                // No mask fits a number or a message.
                field.Accessor.Clear(message);
                break;
        }
    }
}

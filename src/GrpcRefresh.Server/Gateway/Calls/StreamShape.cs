using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GrpcRefresh.Server.Gateway.Calls;

/// <summary>Where a stream keeps what browsers understand: a token to resume with, and events that only tell it is alive. Found by name, once.</summary>
/// <param name="ResumeField">Of the request; null when the stream cannot be resumed.</param>
internal sealed record StreamShape(FieldDescriptor? ResumeField, FieldDescriptor? TokenField, FieldDescriptor? EventField, int Bookmark)
{
    private const string Token = "resume_token";
    private const string Event = "event";

    public static StreamShape Of(MethodDescriptor method)
    {
        var kind = method.OutputType.FindFieldByName(Event) is { FieldType: FieldType.Enum } field ? field : null;
        var bookmark = kind?.EnumType.Values.FirstOrDefault(value => value.Name.EndsWith("_BOOKMARK", StringComparison.Ordinal));
        return new StreamShape(Text(method.InputType), Text(method.OutputType), bookmark is null ? null : kind, bookmark?.Number ?? 0);
    }

    public bool IsResumed(IMessage request) => ResumeField?.Accessor.GetValue(request) is string { Length: > 0 };

    /// <summary>Empty when the event has none.</summary>
    public string TokenOf(IMessage message) => TokenField?.Accessor.GetValue(message) as string ?? "";

    public bool IsBookmark(IMessage message) => EventField is not null && Convert.ToInt32(EventField.Accessor.GetValue(message), null) == Bookmark;

    private static FieldDescriptor? Text(MessageDescriptor type) =>
        type.FindFieldByName(Token) is { FieldType: FieldType.String, IsRepeated: false } field ? field : null;
}

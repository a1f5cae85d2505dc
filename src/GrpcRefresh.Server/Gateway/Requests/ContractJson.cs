using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.Server.Gateway.Requests;

/// <summary>Messages as proto3 JSON, and back.</summary>
internal static class ContractJson
{
    private const int DeepestRequest = 32;

    // The details of an error, and of a job's, are the only messages packed into another.
    private static readonly TypeRegistry Details = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(Details));
    private static readonly JsonParser Parser = new(new JsonParser.Settings(DeepestRequest, Details));

    public static string Write(IMessage message) => Formatter.Format(message);

    /// <returns>Null when the text is no such message, for whatever reason.</returns>
    public static IMessage? TryRead(string json, MessageDescriptor type)
    {
        try
        {
            return Parser.Parse(json, type);
        }
        catch (Exception e) when (e is IOException or FormatException or OverflowException or ArgumentException or InvalidOperationException)
        {
            // Its words may repeat a value, which may be a secret: RequestMistakes finds better ones.
            return null;
        }
    }
}

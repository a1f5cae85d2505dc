using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrpcRefresh.Server.Security;

/// <summary>Writes every <see cref="Secret"/> as its mask, whatever object it hides in.</summary>
internal sealed class SecretJsonConverter : JsonConverter<Secret>
{
    public override Secret? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text ? new Secret(text) : null;

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Secret.Mask);
}

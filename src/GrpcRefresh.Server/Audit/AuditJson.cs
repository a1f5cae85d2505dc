using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrpcRefresh.Server.Audit;

/// <summary>A row as <c>audit export</c> writes it: what is hashed and the hash, by the names of docs/audit.md.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AuditRow))]
internal sealed partial class AuditJson : JsonSerializerContext
{
    public static string Write(AuditRow row) => JsonSerializer.Serialize(row, Default.AuditRow);
}

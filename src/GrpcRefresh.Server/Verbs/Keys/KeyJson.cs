using System.Text.Json;
using System.Text.Json.Serialization;
using GrpcRefresh.Server.Callers.Keys;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Verbs.Keys;

/// <summary>A key as <c>key list --output json</c> writes it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeyLine))]
internal sealed partial class KeyJson : JsonSerializerContext
{
    public static string Write(ApiKey key, DateTimeOffset now) => JsonSerializer.Serialize(
        new KeyLine(
            key.KeyId,
            key.Name,
            Denial.NameOf(key.Role),
            $"{key.StateAt(now)}".ToLowerInvariant(),
            ApiKeyWords.Time(key.CreateTime),
            key.ExpireTime is { } end ? ApiKeyWords.Time(end) : null,
            key.RevokeTime is { } revoked ? ApiKeyWords.Time(revoked) : null,
            key.Scope.Servers,
            key.Scope.Sites,
            [.. key.Scope.Projects.Select(ProjectPathText.Write)]),
        Default.KeyLine);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrpcRefresh.Server.Jobs;

/// <summary>How a job is written down.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(JobRecord))]
internal sealed partial class JobJson : JsonSerializerContext
{
    public static string Write(JobRecord job) => JsonSerializer.Serialize(job, Default.JobRecord);

    public static JobRecord Read(string document) =>
        JsonSerializer.Deserialize(document, Default.JobRecord) ?? throw new JsonException("A job's document is null.");
}

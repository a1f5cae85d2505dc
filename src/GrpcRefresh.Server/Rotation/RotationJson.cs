using System.Text.Json;
using System.Text.Json.Serialization;
using GrpcRefresh.Server.Jobs;

namespace GrpcRefresh.Server.Rotation;

/// <summary>How a rotation and its steps are written down.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(RotationCourse))]
[JsonSerializable(typeof(RotationStepRecord))]
internal sealed partial class RotationJson : JsonSerializerContext
{
    public static string Write(RotationCourse course) => JsonSerializer.Serialize(course, Default.RotationCourse);

    public static string Write(RotationStepRecord step) => JsonSerializer.Serialize(step, Default.RotationStepRecord);

    public static RotationCourse ReadCourse(string document) =>
        JsonSerializer.Deserialize(document, Default.RotationCourse) ?? throw new JsonException("A rotation's document is null.");

    public static RotationStepRecord ReadStep(string document) =>
        JsonSerializer.Deserialize(document, Default.RotationStepRecord) ?? throw new JsonException("A step's document is null.");
}

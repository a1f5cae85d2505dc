using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GrpcRefresh.Server.Doctor;

namespace GrpcRefresh.Server.Verbs;

/// <summary>A finding as <c>snowflake doctor --output json</c> writes it.</summary>
[JsonSerializable(typeof(FindingLine))]
internal sealed partial class FindingJson : JsonSerializerContext
{
    // For files and pipes, not for pages: statements stay readable.
    private static readonly FindingJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(Finding finding) => JsonSerializer.Serialize(
        new FindingLine(finding.Check, $"{finding.State}".ToLowerInvariant(), finding.Asked, finding.Came, finding.Means), Readable.FindingLine);
}

/// <param name="State">good, note, skipped or failed.</param>
internal sealed record FindingLine(string Check, string State, string Asked, string Came, string Means);

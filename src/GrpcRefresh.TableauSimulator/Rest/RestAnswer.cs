using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace GrpcRefresh.Simulation.Rest;

/// <summary>What a handler answers; the writer chooses the language.</summary>
internal sealed record RestAnswer(int Status, params XElement[] Content)
{
    /// <summary>For the metadata API, which speaks nothing but JSON.</summary>
    public JsonNode? Json { get; init; }

    public static RestAnswer Ok(params XElement[] content) => new(StatusCodes.Status200OK, content);
}

using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace GrpcRefresh.Simulation.Rest;

/// <summary>What a handler answers; the writer chooses the language.</summary>
internal sealed record RestAnswer(int Status, params XElement[] Content)
{
    /// <summary>For the metadata API, which speaks nothing but JSON.</summary>
    public JsonNode? Json { get; init; }

    /// <summary>The address of what was created.</summary>
    public string? Location { get; init; }

    /// <summary>The real answer, for what must not be waited for under the world's lock.</summary>
    public Func<Task<RestAnswer>>? Later { get; init; }

    public static RestAnswer Ok(params XElement[] content) => new(StatusCodes.Status200OK, content);
}

using System.Net.Http.Headers;
using System.Text;

namespace GrpcRefresh.Server.Tableau;

/// <summary>What came back over HTTP, read to its end and not yet understood.</summary>
internal sealed record TableauAnswer(int Status, HttpResponseHeaders Headers, string? MediaType, byte[] Body)
{
    private static readonly string[] RequestIdHeaders = ["x-tsi-request-id", "X-Tableau-Request-Id", "X-Request-Id", "X-Correlation-Id"];

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Tableau's id of the request; the header's name varies with what stands in front of it.</summary>
    public string? RequestId => RequestIdHeaders
        .Select(name => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null)
        .FirstOrDefault(value => !string.IsNullOrEmpty(value));

    /// <summary>By the media type; by the first character when a proxy has lost or replaced it.</summary>
    public AnswerFormat Format => (MediaType ?? "").ToLowerInvariant() switch
    {
        _ when Body.Length == 0 => AnswerFormat.Empty,
        var type when type.EndsWith("html", StringComparison.Ordinal) => AnswerFormat.Html,
        var type when type.EndsWith("xml", StringComparison.Ordinal) => AnswerFormat.Xml,
        var type when type.EndsWith("json", StringComparison.Ordinal) => AnswerFormat.Json,
        _ => Sniff(Encoding.UTF8.GetString(Body, 0, Math.Min(Body.Length, 64)).TrimStart('\uFEFF', ' ', '\r', '\n', '\t')),
    };

    private static AnswerFormat Sniff(string start) => start switch
    {
        "" => AnswerFormat.Empty,
        ['{' or '[', ..] => AnswerFormat.Json,
        _ when start.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) => AnswerFormat.Html,
        _ when start.StartsWith("<html", StringComparison.OrdinalIgnoreCase) => AnswerFormat.Html,
        ['<', ..] => AnswerFormat.Xml,
        _ => AnswerFormat.Other,
    };
}

/// <summary>The language of an answer.</summary>
internal enum AnswerFormat
{
    Empty,
    Xml,
    Json,
    Html,
    Other,
}

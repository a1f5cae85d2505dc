using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace GrpcRefresh.Server.Tableau;

/// <summary>
/// Tells an answer of Tableau's from one of something in front of it, by status and format first and by parsing last:
/// proxies, sign-on pages and load balancers all answer in Tableau's place.
/// </summary>
internal static class AnswerReader
{
    /// <summary>The root of a good answer; null when Tableau had nothing to say (204, or 200 without a body).</summary>
    public static XElement? ReadXml(TableauRequest request, TableauAnswer answer, DateTimeOffset now)
    {
        var root = answer.Format == AnswerFormat.Xml ? TryXml(answer.Body) : null;
        var envelope = root is null ? TryJsonEnvelope(request, answer) : ErrorEnvelope.From(root);
        return envelope is null && answer.IsSuccess && (answer.Format == AnswerFormat.Empty || root?.Name.LocalName == "tsResponse")
            ? root
            : throw AnswerProblem.Describe(request, answer, envelope, now);
    }

    /// <summary>The root of a good answer of the metadata API.</summary>
    public static JsonElement ReadJson(TableauRequest request, TableauAnswer answer, DateTimeOffset now)
    {
        var root = answer.Format == AnswerFormat.Json ? TryJson(answer.Body) : null;
        var envelope = root is { } json ? ErrorEnvelope.From(json)
            : answer.Format == AnswerFormat.Xml && TryXml(answer.Body) is { } xml ? ErrorEnvelope.From(xml) : null;
        return envelope is null && answer.IsSuccess && root is { ValueKind: JsonValueKind.Object } good
            ? good
            : throw AnswerProblem.Describe(request, answer, envelope, now);
    }

    private static ErrorEnvelope? TryJsonEnvelope(TableauRequest request, TableauAnswer answer) =>
        answer.Format == AnswerFormat.Json && TryJson(answer.Body) is { } json ? ErrorEnvelope.From(json) : null;

    private static XElement? TryXml(byte[] body)
    {
        try
        {
            return TableauXml.Parse(body);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static JsonElement? TryJson(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Text;
using System.Xml.Linq;

namespace GrpcRefresh.Simulation.Rest;

/// <summary>Writes an answer in the language the caller accepts: XML unless JSON is asked for.</summary>
internal static class AnswerWriter
{
    private static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    public static async Task WriteAsync(HttpContext context, RestAnswer answer, string apiVersion)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.Headers.Location = answer.Location;
        if (answer.Json is { } json)
        {
            await WriteAsync(context, "application/json;charset=utf-8", json.ToJsonString());
        }
        else if (answer.Content.Length == 0)
        {
            context.Response.ContentLength = answer.Status == StatusCodes.Status204NoContent ? null : 0;
        }
        else if (WantsJson(context.Request))
        {
            await WriteAsync(context, "application/json;charset=utf-8", JsonShape.From(answer.Content).ToJsonString());
        }
        else
        {
            await WriteAsync(context, "application/xml;charset=utf-8", ToXml(answer, apiVersion));
        }
    }

    private static string ToXml(RestAnswer answer, string apiVersion)
    {
        var schema = $"https://help.tableau.com/samples/en-us/rest_api/ts-api_{apiVersion.Replace('.', '_')}.xsd";
        var root = Xml.Element(
            "tsResponse",
            new XAttribute("xmlns", Xml.Api),
            new XAttribute(XNamespace.Xmlns + "xsi", Xsi),
            new XAttribute(Xsi + "schemaLocation", $"{Xml.Api} {schema}"),
            answer.Content);
        return "<?xml version='1.0' encoding='UTF-8'?>" + root.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>The first of the two languages that is named decides; <c>*/*</c> names neither.</summary>
    private static bool WantsJson(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        var json = accept.IndexOf("application/json", StringComparison.OrdinalIgnoreCase);
        var xml = accept.IndexOf("/xml", StringComparison.OrdinalIgnoreCase);
        return json >= 0 && (xml < 0 || json < xml);
    }

    private static Task WriteAsync(HttpContext context, string contentType, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}

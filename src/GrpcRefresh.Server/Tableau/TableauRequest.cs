using System.Text;
using System.Xml.Linq;
using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Server.Tableau;

/// <summary>One request to Tableau, before it is known to which session it belongs.</summary>
/// <param name="Path">Below the session's site; from a leading slash on, below the server.</param>
internal sealed record TableauRequest(HttpMethod Method, string Path)
{
    private const string Xml = "application/xml";
    private const string Json = "application/json";

    /// <summary>The body, when it is XML: most of the API.</summary>
    public XElement? Body { get; init; }

    /// <summary>The body, when it is JSON: the metadata API, which also answers in JSON.</summary>
    public string? JsonBody { get; init; }

    /// <summary>Whether it changes something in Tableau, so that repeating it may do harm.</summary>
    public bool HasEffect { get; init; }

    public Repetition Repetition { get; init; }

    /// <summary>The path without ids, for whoever counts.</summary>
    public string Route { get; } = TableauRoutes.Of(Path);

    public static TableauRequest Get(string path) => new(HttpMethod.Get, path);

    public static TableauRequest Write(HttpMethod method, string path, XElement? body = null) =>
        new(method, path) { Body = body ?? new XElement("tsRequest"), HasEffect = true, Repetition = Repetition.OnlyIfNothingHappened };

    /// <summary>A write that sets what is there to the same values however often it is sent.</summary>
    public static TableauRequest Put(string path, XElement body) =>
        Write(HttpMethod.Put, path, body) with { Repetition = Repetition.Harmless };

    /// <summary>Never the bodies: they hold secrets.</summary>
    public override string ToString() => $"{Method} {Path}";

    public HttpRequestMessage ToMessage(string address)
    {
        var message = new HttpRequestMessage(Method, new Uri(address, UriKind.Relative));
        message.Headers.TryAddWithoutValidation("Accept", JsonBody is null ? Xml : Json);
        // A write always has a body. Not for Tableau's sake: the handler repeats a request whose reused connection
        // closed before the answer, unless it has begun to send a body.
        message.Content = (Body, JsonBody) switch
        {
            ({ } xml, _) => new StringContent(xml.ToString(SaveOptions.DisableFormatting), Encoding.UTF8, Xml),
            (_, { } json) => new StringContent(json, Encoding.UTF8, Json),
            _ => null,
        };
        return message;
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Takes the secrets of a request out of words about it: an error of Tableau's, or of something in front of it, may quote what was sent.</summary>
internal static partial class BodyRedactor
{
    private static readonly string[] Names = ["password", "personalAccessTokenSecret", "jwt"];

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="sent">The body of the request, if it is XML.</param>
    public static string Redact(string text, XElement? sent)
    {
        var secrets = sent?.DescendantsAndSelf().Attributes().Where(IsSecret).SelectMany(Spellings).Distinct() ?? [];
        // The longest first: a spelling may be part of another.
        var known = secrets.OrderByDescending(spelling => spelling.Length).Aggregate(text, (words, spelling) => words.Replace(spelling, Secret.Mask, StringComparison.Ordinal));
        return Quoted().Replace(known, $"$1{Secret.Mask}");
    }

    private static bool IsSecret(XAttribute attribute) => attribute.Value.Length > 0 && Names.Contains(attribute.Name.LocalName, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Spellings(XAttribute attribute) =>
    [
        attribute.Value,
        new XText(attribute.Value).ToString(),
        // As it stands between the quotes.
        attribute.ToString()[(attribute.Name.LocalName.Length + 2)..^1],
        JsonSerializer.Serialize(attribute.Value)[1..^1],
        JsonSerializer.Serialize(attribute.Value, Json)[1..^1],
        Uri.EscapeDataString(attribute.Value),
    ];

    /// <summary>A name of ours with its value: as an attribute, as a member of a JSON object, or as a field of a form; perhaps cut off.</summary>
    [GeneratedRegex("""((?:\b(?:password|personalAccessTokenSecret|jwt)\s*=\s*|\\?["'](?:password|personalAccessTokenSecret|jwt)\\?["']\s*:\s*))(?:\\"(?:[^"\\]|\\[^"])*(?:\\"|$)|"(?:[^"\\]|\\.)*(?:"|$)|'[^']*(?:'|$)|[^\s"'<>&,;}]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Quoted();
}

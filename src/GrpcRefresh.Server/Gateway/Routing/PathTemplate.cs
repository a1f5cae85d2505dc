using System.Text.RegularExpressions;

namespace GrpcRefresh.Server.Gateway.Routing;

/// <summary>A path as google.api.http writes it: literals, <c>{field}</c>, <c>{field=literal/*}</c> and a verb after a colon.</summary>
/// <param name="Segments">What each segment must be; null for any text.</param>
/// <param name="Verb">Null without one.</param>
internal sealed partial record PathTemplate(string Text, IReadOnlyList<string?> Segments, IReadOnlyList<PathVariable> Variables, string? Verb)
{
    /// <exception cref="NotSupportedException">It is none, or has <c>**</c>, which no method of ours needs.</exception>
    public static PathTemplate Parse(string text)
    {
        if (!Whole().IsMatch(text))
        {
            throw new NotSupportedException(
                $"The path template \"{text}\" cannot be served: write /literal, /*, /{{field}} or /{{field=literal/*}}, and at the end perhaps :verb.");
        }

        var parts = text.Split(':');
        var (segments, variables) = (new List<string?>(), new List<PathVariable>());
        foreach (Match part in Part().Matches(parts[0]))
        {
            var inner = (part.Groups["inner"] is { Success: true } given ? given.Value : "*").Split('/');
            if (part.Groups["field"] is { Success: true } field)
            {
                variables.Add(new PathVariable(field.Value, segments.Count, inner.Length));
                segments.AddRange(inner.Select(OneOf));
            }
            else
            {
                segments.Add(OneOf(part.Value));
            }
        }

        return new PathTemplate(text, segments, variables, parts.Length > 1 ? parts[1] : null);
    }

    public bool Matches(RawPath path) =>
        path.Verb == Verb && path.Segments.Count == Segments.Count && Segments.Zip(path.Segments).All(pair => pair.First is { } literal ? literal == pair.Second : pair.Second.Length > 0);

    /// <summary>Literals before variables, so that the more exact of two templates is asked first.</summary>
    public string Order => string.Join('/', Segments.Select(segment => segment is null ? "1" : "0"));

    /// <summary>The same for all templates that the same paths match.</summary>
    public string Shape => $"{string.Join('/', Segments.Select(segment => segment ?? "*"))}:{Verb}";

    private static string? OneOf(string segment) => segment == "*" ? null : segment;

    [GeneratedRegex(@"^(/(\*|[A-Za-z0-9_.~-]+|\{[a-z0-9_.]+(=(\*|[A-Za-z0-9_.~-]+)(/(\*|[A-Za-z0-9_.~-]+))*)?\}))+(:[A-Za-z0-9_-]+)?\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\{(?<field>[a-z0-9_.]+)(=(?<inner>[^}]+))?\}|[^/{}]+")]
    private static partial Regex Part();
}

using System.Text.RegularExpressions;

namespace GrpcRefresh.Tests.Telemetry;

/// <summary>As much of a PromQL expression as tells what it asks for: its series, and the labels it knows of them.</summary>
internal sealed partial class PromQuery
{
    private static readonly string[] Groupers = ["by", "without", "on", "ignoring", "group_left", "group_right"];

    private static readonly string[] Words =
    [
        "absent", "and", "avg", "bool", "clamp_max", "clamp_min", "count", "histogram_quantile", "increase", "label_replace", "max", "min", "offset", "or", "rate",
        "sum", "time", "topk", "unless", "vector", "__rate_interval", "__range", "__interval", .. Groupers,
    ];

    private readonly List<Token> _tokens;
    private int _next;

    private PromQuery(string text) => _tokens = Tokenize(text);

    public List<PromSelector> Selectors { get; } = [];

    /// <summary>The labels that results are grouped or matched by.</summary>
    public List<string> Groupings { get; } = [];

    public static PromQuery Parse(string text)
    {
        var query = new PromQuery(text);
        query.Read();
        return query;
    }

    private static List<Token> Tokenize(string text)
    {
        List<Token> tokens = [];
        for (var at = 0; at < text.Length;)
        {
            var match = Pattern().Match(text, at);
            if (!match.Success || match.Index != at)
            {
                throw new FormatException($"Not understood from character {at} on: {text}");
            }

            at += match.Length;
            if (!match.Groups["space"].Success)
            {
                var kind = match.Groups.Values.Skip(1).Single(group => group.Success).Name;
                tokens.Add(new Token(kind, match.Groups[kind].Value));
            }
        }

        return tokens;
    }

    private void Read()
    {
        while (_next < _tokens.Count)
        {
            var token = Take();
            if (token.Kind != "name")
            {
                continue;
            }

            if (Groupers.Contains(token.Text))
            {
                Groupings.AddRange(InParentheses());
            }
            else if (!Words.Contains(token.Text))
            {
                Selectors.Add(new PromSelector(token.Text, [.. Matchers()]));
            }
        }
    }

    private IEnumerable<string> InParentheses()
    {
        for (Expect("("); Peek() != ")";)
        {
            yield return Take().Text;
            if (Peek() == ",")
            {
                Take();
            }
        }

        Expect(")");
    }

    private IEnumerable<PromMatcher> Matchers()
    {
        if (_next == _tokens.Count || Peek() != "{")
        {
            yield break;
        }

        for (Expect("{"); Peek() != "}";)
        {
            var (label, how, value) = (Take(), Take(), Take());
            if (label.Kind != "name" || how.Kind != "operator" || value.Kind != "text")
            {
                throw new FormatException($"No matcher: {label.Text}{how.Text}{value.Text}");
            }

            yield return new PromMatcher(label.Text, how.Text, value.Text);
            if (Peek() == ",")
            {
                Take();
            }
        }

        Expect("}");
    }

    private string Peek() => _next < _tokens.Count ? _tokens[_next].Text : throw new FormatException("It ends too early.");

    private Token Take() => _next < _tokens.Count ? _tokens[_next++] : throw new FormatException("It ends too early.");

    private void Expect(string text)
    {
        if (Take().Text != text)
        {
            throw new FormatException($"{text} is missing.");
        }
    }

    [GeneratedRegex("""(?<space>\s+)|"(?<text>[^"\\]*)"|(?<range>\[[^\]]*\])|(?<number>\d+(?:\.\d+)?[a-z]*)|(?<name>\$?[A-Za-z_:][A-Za-z0-9_:]*)|(?<operator>=~|!~|!=|==|>=|<=|[=<>+\-*/%^])|(?<sign>[(){},])""")]
    private static partial Regex Pattern();

    private sealed record Token(string Kind, string Text);
}

/// <summary>A series with what is asked of its labels.</summary>
internal sealed record PromSelector(string Series, IReadOnlyList<PromMatcher> Matchers);

/// <summary>What is asked of a label.</summary>
internal sealed record PromMatcher(string Label, string Operator, string Value);

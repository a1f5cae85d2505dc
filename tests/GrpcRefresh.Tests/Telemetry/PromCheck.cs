using System.Text.RegularExpressions;
using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Tests.Telemetry;

/// <summary>Whether what a query asks for exists: series, labels, and the values of labels.</summary>
internal static class PromCheck
{
    /// <summary>Of the buckets of a histogram, and what Prometheus adds to everything it takes.</summary>
    private static readonly string[] Known = ["le", "job", "instance"];

    public static IEnumerable<string> Problems(string text)
    {
        PromQuery query;
        try
        {
            query = PromQuery.Parse(text);
        }
        catch (FormatException e)
        {
            return [e.Message];
        }

        return query.Selectors.Count == 0
            ? [$"It asks for nothing: {text}"]
            : query.Selectors.SelectMany(Problems).Concat(query.Groupings.Where(label => !IsLabelOfAny(query, label)).Select(label => $"nothing it asks for has the label {label}"));
    }

    private static IEnumerable<string> Problems(PromSelector selector) =>
        PrometheusNames.Series.TryGetValue(selector.Series, out var measure)
            ? selector.Matchers.SelectMany(matcher => Problems(selector.Series, measure, matcher))
            : [$"there is no {selector.Series}"];

    private static IEnumerable<string> Problems(string series, Measure measure, PromMatcher matcher)
    {
        // A variable of the dashboard: whatever somebody has chosen there.
        if (Known.Contains(matcher.Label) || matcher.Value.StartsWith('$'))
        {
            return Known.Contains(matcher.Label) || measure.Tags.Any(tag => tag.Name == matcher.Label) ? [] : [$"{series} has no label {matcher.Label}"];
        }

        if (Array.Find(measure.Tags, tag => tag.Name == matcher.Label) is not { } label)
        {
            return [$"{series} has no label {matcher.Label}"];
        }

        // Each alternative of its own, so that a misspelt one does not hide behind a good one.
        var wanted = matcher.Operator is "=~" or "!~" ? matcher.Value.Split('|') : [matcher.Value];
        return label.Values is null
            ? []
            : wanted.Where(one => !label.Values.Any(value => Regex.IsMatch(value, $"^(?:{(matcher.Operator is "=~" or "!~" ? one : Regex.Escape(one))})$")))
                .Select(one => $"{matcher.Label} of {series} is never {one}");
    }

    private static bool IsLabelOfAny(PromQuery query, string label) => Known.Contains(label) || query.Selectors.Any(selector =>
        PrometheusNames.Series.TryGetValue(selector.Series, out var measure) && measure.Tags.Any(tag => tag.Name == label));
}

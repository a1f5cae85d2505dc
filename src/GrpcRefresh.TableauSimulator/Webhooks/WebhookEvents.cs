using System.Text.RegularExpressions;

namespace GrpcRefresh.Simulation.Webhooks;

/// <summary>The events one can subscribe to, in both spellings. Only those about refreshes ever happen here.</summary>
internal static partial class WebhookEvents
{
    private const string LegacyPrefix = "webhook-source-event-";

    private static readonly string[] Things = ["Workbook", "Datasource"];
    private static readonly string[] Happenings = ["RefreshStarted", "RefreshSucceeded", "RefreshFailed", "Created", "Updated", "Deleted"];

    private static readonly Dictionary<string, string> ByName =
        Things.SelectMany(thing => Happenings.Select(happening => thing + happening)).ToDictionary(name => name, Kebab, StringComparer.Ordinal);

    public static bool IsKnown(string name) => ByName.ContainsKey(name);

    /// <summary>The element under <c>webhook-source</c>, from before events had names.</summary>
    public static string Legacy(string name) => LegacyPrefix + ByName[name];

    public static string? FromLegacy(string element) =>
        ByName.Where(entry => LegacyPrefix + entry.Value == element).Select(entry => entry.Key).FirstOrDefault();

    private static string Kebab(string name) => Capital().Replace(name, match => $"-{match.Value}").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}

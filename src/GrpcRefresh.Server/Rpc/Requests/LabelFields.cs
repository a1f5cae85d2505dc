using System.Text.RegularExpressions;
using Google.Protobuf.Collections;

namespace GrpcRefresh.Server.Rpc.Requests;

internal static partial class LabelFields
{
    private const int MostLabels = 16;
    private const int LongestValue = 256;

    public static IReadOnlyDictionary<string, string> Read(MapField<string, string> labels, string field, FieldErrors errors)
    {
        if (labels.Count > MostLabels)
        {
            errors.Add(field, $"has {labels.Count} labels; at most {MostLabels} are allowed");
            return new Dictionary<string, string>();
        }

        foreach (var (key, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            if (!Key().IsMatch(key))
            {
                // The key is not echoed: it may be long or hold control characters.
                errors.Add(field, $"has a key of {key.Length} characters that does not match [a-z][a-z0-9_.-]{{0,62}}");
            }
            else
            {
                TextFields.Read(value, $"{field}.{key}", LongestValue, errors);
            }
        }

        return labels.ToDictionary();
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_.-]{0,62}\z")]
    private static partial Regex Key();
}

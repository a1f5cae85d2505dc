using System.Text.RegularExpressions;

namespace GrpcRefresh.SnowflakeSimulation.Faults;

/// <summary>Path patterns: <c>*</c> stays within a segment, <c>**</c> does not, <c>?</c> is one character; case does not matter.</summary>
internal static class Glob
{
    public static bool Matches(string? pattern, string path)
    {
        if (pattern is null or "" or "*" or "**")
        {
            return true;
        }

        var start = pattern[0] == '/' ? "^" : "(^|/)";
        var body = Regex.Escape(pattern).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^/]", StringComparison.Ordinal);
        return Regex.IsMatch(path, $"{start}{body}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }
}

using System.Globalization;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Callers.Keys;

/// <summary>A key in words, for the audit and for whoever made it. Never its secret, nor the hash.</summary>
internal static class ApiKeyWords
{
    public static string Of(ApiKey key) =>
        $"key {key.KeyId}, name {key.Name}, role {Denial.NameOf(key.Role)}, {OfScope(key.Scope)}, {(key.ExpireTime is { } end ? $"until {Time(end)}" : "without an end")}";

    public static string OfScope(CallerScope scope)
    {
        string[] parts =
        [
            .. Part("servers", scope.Servers),
            .. Part("sites", scope.Sites.Select(site => site.Length == 0 ? "Default" : site)),
            .. Part("projects", scope.Projects.Select(ProjectPathText.Write)),
        ];
        return parts.Length == 0 ? "everywhere" : string.Join(", ", parts);
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Part(string name, IEnumerable<string> values) =>
        values.ToList() is { Count: > 0 } some ? [$"{name} {string.Join(" ", some)}"] : [];
}

using System.Net;
using System.Text.RegularExpressions;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Callers.Keys;

/// <summary>What a new key is to be.</summary>
internal sealed partial record ApiKeyRequest(string Name, Role Role, CallerScope Scope, DateTimeOffset? ExpireTime)
{
    public const string NameRule = "1 to 128 letters, digits, dots, underscores and hyphens, the first a letter or digit, and no address";

    /// <summary>No colon, which stands in the names of token callers, and no address, which callers without a name are known by.</summary>
    public static bool IsName(string name) => Names().IsMatch(name) && !(name.Contains('.', StringComparison.Ordinal) && IPAddress.TryParse(name, out _));

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex Names();
}

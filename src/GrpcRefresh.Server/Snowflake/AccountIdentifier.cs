using System.Text.RegularExpressions;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>An account identifier in its two spellings: the host name, and the name inside a key-pair token.</summary>
/// <remarks>
/// A token wants it in capitals, a period between organisation and account as a hyphen, and a locator without its region. The parts after
/// the period are told apart by their form: an account's name has no hyphen, and every region has one.
/// </remarks>
internal sealed partial record AccountIdentifier(string Host, string TokenName)
{
    private const string Domain = ".snowflakecomputing.com";
    private const string PrivateLink = ".privatelink";

    public static AccountIdentifier Parse(string text) => IsValid(text)
        ? new AccountIdentifier(HostOf(text), InToken(text))
        : throw new FormatException($"'{text}' is no account identifier.");

    public static bool IsValid(string text) =>
        Form().IsMatch(text) && !text.EndsWith(Domain, StringComparison.OrdinalIgnoreCase);

    // An underscore is no letter of a host name; Snowflake answers under the hyphen as well.
    private static string HostOf(string text) =>
        (IsOrganisationDotAccount(text) ? text.Replace('.', '-') : text).Replace('_', '-').ToLowerInvariant() + Domain;

    private static string InToken(string text)
    {
        var bare = Without(text, PrivateLink);
        var name = IsOrganisationDotAccount(bare) ? bare.Replace('.', '-') : bare.Split('.')[0];
        return name.ToUpperInvariant();
    }

    private static bool IsOrganisationDotAccount(string text) =>
        text.Split('.') is [_, var account] && !account.Contains('-', StringComparison.Ordinal) &&
        !$".{account}".Equals(PrivateLink, StringComparison.OrdinalIgnoreCase);

    private static string Without(string text, string ending) =>
        text.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? text[..^ending.Length] : text;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*\\z")]
    private static partial Regex Form();
}

using System.Diagnostics.CodeAnalysis;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>
/// A Snowflake account by its host, in one spelling: in lower case, without port and <c>.privatelink</c>, and with dashes,
/// because Snowflake takes dashes for the underscores that a host's name cannot have.
/// </summary>
internal sealed record AccountHost
{
    private const string Remedy = "Give the account's host, for example acme-analytics.snowflakecomputing.com.";

    private AccountHost(string name) => Name = name;

    public string Name { get; }

    /// <summary>Reads what an operator wrote; an address pasted from somewhere will do.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AccountHost? host, [NotNullWhen(false)] out string? problem)
    {
        host = Of(text);
        problem = host switch
        {
            null => $"names no host. {Remedy}",
            { Name: "app.snowflake.com" } => $"is the host of Snowflake's web page, which all accounts share. {Remedy}",
            _ when !host.Name.Contains('.') => $"is an account without its host. {Remedy}",
            _ when host.Name.Split('.').Any(label => label.Length == 0) || host.Name.Any(letter => !IsOfHost(letter)) => $"is no host. {Remedy}",
            _ => null,
        };
        host = problem is null ? host : null;
        return host is not null;
    }

    /// <summary>Reads what Tableau tells, whatever it is; null when that is nothing.</summary>
    public static AccountHost? Of(string address)
    {
        var host = address.Trim().ToLowerInvariant();
        host = host.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? host[(scheme + 3)..] : host;
        host = host.Split('/', '?', '#')[0].Split('@')[^1].Split(':')[0].TrimEnd('.');
        var labels = host.Split('.').Where(label => label != "privatelink").Select(label => label.Replace('_', '-'));
        return string.Join('.', labels) is { Length: > 0 } name ? new AccountHost(name) : null;
    }

    private static bool IsOfHost(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.';
}

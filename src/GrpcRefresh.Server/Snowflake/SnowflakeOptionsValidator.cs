using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>Checks the section at start, if anything of it is set, and reports everything that is wrong with it at once.</summary>
internal sealed class SnowflakeOptionsValidator : IValidateOptions<SnowflakeOptions>
{
    private const string Key = SnowflakeOptions.Section;

    // Above the 45 seconds for which Snowflake may hold a request: below it every longer statement would look lost.
    private static readonly TimeSpan ShortestRequest = TimeSpan.FromSeconds(50);

    public ValidateOptionsResult Validate(string? name, SnowflakeOptions options)
    {
        List<string> errors = options.IsOn
            ? [.. Identity(options), .. Url(options), .. SnowflakeCredentialRules.Check(Key, options), .. Limits(options), .. SnowflakeNetworkRules.Check(Key, options)]
            : [];
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Identity(SnowflakeOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Account))
        {
            yield return $"{Key}:Account is missing. Give the account identifier, for example myorg-myaccount.";
        }
        else if (!AccountIdentifier.IsValid(options.Account))
        {
            yield return $"{Key}:Account: '{options.Account}' is no account identifier. Give the part before .snowflakecomputing.com, for example myorg-myaccount.";
        }

        if (string.IsNullOrWhiteSpace(options.User))
        {
            yield return $"{Key}:User is missing. Give the name of the service's Snowflake user.";
        }
    }

    private static IEnumerable<string> Url(SnowflakeOptions options)
    {
        if (options.Url is not { } url)
        {
            yield break;
        }

        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
        {
            yield return $"{Key}:Url: give an address such as https://myorg-myaccount.privatelink.snowflakecomputing.com, or remove the key.";
            yield break;
        }

        if (url.Scheme == "http" && !url.IsLoopback)
        {
            yield return $"{Key}:Url: http would send the credential in clear. Use https.";
        }

        if (url.PathAndQuery != "/" || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            yield return $"{Key}:Url: give scheme and host only, without a path, a query or an account.";
        }
    }

    private static IEnumerable<string> Limits(SnowflakeOptions options)
    {
        if (options.StatementTimeout < TimeSpan.FromSeconds(1) || options.StatementTimeout > TimeSpan.FromDays(7))
        {
            yield return $"{Key}:StatementTimeout: must be between 00:00:01 and 7.00:00:00.";
        }

        if (options.RequestTimeout < ShortestRequest || options.RequestTimeout > TimeSpan.FromMinutes(30))
        {
            yield return $"{Key}:RequestTimeout: must be between 00:00:50 and 00:30:00, because Snowflake may hold a request for 45 seconds.";
        }

        if (options.QueryTag.Length > 2_000)
        {
            yield return $"{Key}:QueryTag: must have at most 2000 characters.";
        }
    }
}

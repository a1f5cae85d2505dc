using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Client;

/// <summary>Names every mistake at once.</summary>
internal sealed class GrpcRefreshClientOptionsValidator : IValidateOptions<GrpcRefreshClientOptions>
{
    public ValidateOptionsResult Validate(string? name, GrpcRefreshClientOptions options)
    {
        string[] mistakes = [.. AboutTheAddress(options.Address), .. AboutTheAuthorities(options.CaFile), .. AboutTheRest(options)];
        return mistakes.Length > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }

    /// <summary>For a client that is given options without a container.</summary>
    public static void ThrowIfInvalid(GrpcRefreshClientOptions options, bool withAddress)
    {
        string[] mistakes = [.. withAddress ? AboutTheAddress(options.Address) : [], .. withAddress ? AboutTheAuthorities(options.CaFile) : [], .. AboutTheRest(options)];
        if (mistakes.Length > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(GrpcRefreshClientOptions), mistakes);
        }
    }

    private static IEnumerable<string> AboutTheAddress(Uri? address)
    {
        if (address is null)
        {
            yield return "Address is missing: set it to where the service listens for gRPC, for example http://127.0.0.1:5400.";
        }
        else if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            yield return $"Address must be an absolute http or https address, and is '{address}'.";
        }
        else if (address.PathAndQuery != "/" || address.UserInfo.Length > 0)
        {
            yield return "Address must be without path, query and user: gRPC has its own paths.";
        }
    }

    private static IEnumerable<string> AboutTheAuthorities(string? file)
    {
        if (string.IsNullOrEmpty(file))
        {
            return [];
        }

        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return authorities.Count > 0 ? [] : [$"CaFile '{file}' holds no certificate: give a PEM file with the certificate authorities to trust."];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return [$"CaFile '{file}' cannot be used ({e.Message}): give a PEM file with the certificate authorities to trust."];
        }
    }

    private static IEnumerable<string> AboutTheRest(GrpcRefreshClientOptions options) =>
        from rule in new (bool Holds, string Mistake)[]
        {
            (string.IsNullOrEmpty(options.Credential) || string.IsNullOrEmpty(options.CredentialFile), "Credential and CredentialFile exclude each other: set one."),
            (options.Credential?.Any(c => c is <= ' ' or > '~') is not true, "Credential must be a key or token alone, without spaces, ends of lines and other than ASCII."),
            (options.CallTimeout > TimeSpan.Zero, "CallTimeout must be more than zero."),
            (options.InventoryTimeout > TimeSpan.Zero, "InventoryTimeout must be more than zero."),
            (options.MaxAttempts is >= 1 and <= 20, "MaxAttempts must be from 1 to 20."),
            (options.RetryTimeLimit >= TimeSpan.Zero, "RetryTimeLimit must not be negative."),
            (options.ReconnectTimeLimit >= TimeSpan.Zero || options.ReconnectTimeLimit == Timeout.InfiniteTimeSpan, "ReconnectTimeLimit must not be negative, or Timeout.InfiniteTimeSpan."),
            (options.WatchHeartbeat >= TimeSpan.FromSeconds(1) && options.WatchHeartbeat <= TimeSpan.FromSeconds(60), "WatchHeartbeat must be from 1 s to 60 s."),
            (options.MaxPause > TimeSpan.Zero, "MaxPause must be more than zero."),
            (options.KeepAlivePingDelay >= TimeSpan.FromSeconds(1), "KeepAlivePingDelay must be 1 s or more."),
        }
        where !rule.Holds
        select rule.Mistake;
}

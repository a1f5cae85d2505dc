using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Server.Snowflake.Credentials;

namespace GrpcRefresh.Server.Doctor;

/// <summary>Whether the user has the public half of the service's key.</summary>
internal static class CredentialCheck
{
    private const string Check = "key";

    /// <returns>The key's identity; null when a token is configured.</returns>
    public static KeyIdentity? Read(SnowflakeOptions options, Examination examination)
    {
        if (CredentialFiles.IdentityOf(options) is not { } identity)
        {
            examination.Add(Check, FindingState.Note, $"{SnowflakeOptions.Section}:PatFile", "a programmatic access token", "Such a token cannot rotate tokens of its own user, and ends at its time. A key pair does not.");
            return null;
        }

        examination.Add(Check, FindingState.Good, $"{SnowflakeOptions.Section}:PrivateKeyFile", $"iss {identity.Issuer}, sub {identity.Subject}", "So the service names itself in its tokens. Account and user are in capitals there.");
        return identity;
    }

    public static async Task CompareAsync(KeyIdentity? identity, SnowflakeOptions options, Examination examination)
    {
        if (identity is null)
        {
            return;
        }

        await examination.AskAsync("registered key", $"DESC USER {SqlName.Of(options.User!.ToUpperInvariant())}", result =>
        {
            var known = result.Rows.Where(row => row.TextOrNull("property") is "RSA_PUBLIC_KEY_FP" or "RSA_PUBLIC_KEY_2_FP").Select(row => row.TextOrNull("value")).OfType<string>().ToList();
            return known.Contains(identity.Fingerprint)
                ? (FindingState.Good, $"{identity.Fingerprint}, one of {known.Count}", "The key is registered. While it is exchanged the user may have two.")
                : (FindingState.Note, $"{(known.Count == 0 ? "none" : string.Join(", ", known))}; the file has {identity.Fingerprint}", "The sign-in works, so the key is registered in another way, such as a named key pair.");
        }, (FindingState.Note, "The role may not describe its own user; the sign-in has shown that the key is good."));
    }
}

using Google.Protobuf.Collections;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Reads what connections are to be given. An error tells the field and never any of its value.</summary>
internal static class CredentialFields
{
    private const int MostUsers = 16;
    private const int LongestReference = 128;

    /// <param name="overlap">For a Snowflake token that tells none.</param>
    public static CredentialSource Read(Credential? value, string field, TimeSpan overlap, FieldErrors errors)
    {
        switch (value?.SourceCase)
        {
            case Credential.SourceOneofCase.SecretRef:
                return new CredentialSource.Configured(TextFields.ReadRequired(value.SecretRef, $"{field}.secret_ref", LongestReference, errors));
            case Credential.SourceOneofCase.Inline:
                return Read(value.Inline, $"{field}.inline", errors);
            case Credential.SourceOneofCase.SnowflakeToken:
                return new CredentialSource.Token(SnowflakeTokenFields.Read(value.SnowflakeToken, $"{field}.snowflake_token", overlap, errors));
            default:
                errors.Add(field, "is required: exactly one of secret_ref, inline and snowflake_token tells the credential");
                return new CredentialSource.Configured("");
        }
    }

    /// <summary>By the user name that a connection has now, in lower case.</summary>
    public static IReadOnlyDictionary<string, CredentialSource> Read(MapField<string, Credential> values, string field, TimeSpan overlap, FieldErrors errors)
    {
        var sources = new Dictionary<string, CredentialSource>();
        if (values.Count > MostUsers)
        {
            errors.Add(field, $"has {values.Count} users; at most {MostUsers} are allowed");
            return sources;
        }

        foreach (var (user, value) in values.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (user.Length == 0 || user.Length > SecretRules.LongestUserName || user.Any(char.IsControl))
            {
                // The key is not echoed: it may be long or hold control characters.
                errors.Add(field, $"has a key of {user.Length} characters that is no user name: 1 to {SecretRules.LongestUserName} characters, none a control character");
            }
            else if (!sources.TryAdd(user.ToLowerInvariant(), Read(value, $"{field}.{user}", overlap, errors)))
            {
                errors.Add($"{field}.{user}", "is there twice, in upper and lower case; give each user once");
            }
        }

        DemandTokensAlone(sources, field, errors);
        return sources;
    }

    /// <summary>With tokens both secrets are valid while the rotation runs, and each user gets one.</summary>
    private static void DemandTokensAlone(Dictionary<string, CredentialSource> sources, string field, FieldErrors errors)
    {
        var orders = sources.Values.OfType<CredentialSource.Token>().Select(token => token.Order).ToList();
        if (orders.Count > 0 && orders.Count < sources.Count)
        {
            errors.Add(field, "mixes snowflake_token with given secrets, of which old_secret tells something else; make two rotations of it");
        }

        if (orders.GroupBy(order => order.User).FirstOrDefault(group => group.Count() > 1) is not null)
        {
            errors.Add(field, "asks for two tokens of one Snowflake user; make a rotation for each user name that the connections have now");
        }
    }

    private static CredentialSource.Inline Read(InlineCredential value, string field, FieldErrors errors)
    {
        var userName = TextFields.Read(value.UserName, $"{field}.user_name", SecretRules.LongestUserName, errors);
        var previous = ReadSecret(value.PreviousSecret, $"{field}.previous_secret", errors);
        if (value.Secret.Length == 0)
        {
            errors.Add($"{field}.secret", "is required");
        }

        return new CredentialSource.Inline(
            userName.Length == 0 ? null : userName, ReadSecret(value.Secret, $"{field}.secret", errors), previous.IsEmpty ? null : previous);
    }

    private static Secret ReadSecret(string value, string field, FieldErrors errors)
    {
        var secret = new Secret(value);
        if (SecretRules.Problem(secret) is { } problem)
        {
            errors.Add(field, problem);
        }

        return secret;
    }
}

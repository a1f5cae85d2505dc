using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Tableau;

/// <summary>What must hold for one configured credential: one kind, and all of it.</summary>
internal static class TableauCredentialRules
{
    public static IEnumerable<string> Check(string key, TableauCredentialOptions credential)
    {
        var kinds = credential.Kinds().ToList();
        if (kinds.Count == 1)
        {
            return [.. Missing(key, credential, kinds[0]), .. NoSecret(key, credential)];
        }

        return [kinds.Count == 0
            ? $"{key} is missing. Set {key}:PatName and PatSecretFile for a personal access token, UserName and PasswordFile for an account of " +
                "Tableau Server, or ConnectedApp for a connected app."
            : $"{key} has {string.Join(" and ", kinds)}: one site has one credential. Keep one kind and remove the keys of the others."];
    }

    private static IEnumerable<string> Missing(string key, TableauCredentialOptions credential, string kind)
    {
        var app = credential.ConnectedApp;
        (string Name, string? Value, string Meaning)[] wanted = kind switch
        {
            nameof(credential.UserName) => [(kind, credential.UserName, "the name of the account")],
            nameof(credential.ConnectedApp) =>
            [
                ($"{kind}:{nameof(app.ClientId)}", app.ClientId, "the client id of the connected app"),
                ($"{kind}:{nameof(app.SecretId)}", app.SecretId, "the id of the app's secret"),
                ($"{kind}:{nameof(app.User)}", app.User, "the account to work as"),
            ],
            _ => [(kind, credential.PatName, "the name of the personal access token")],
        };
        return wanted.Where(part => string.IsNullOrWhiteSpace(part.Value)).Select(part => $"{key}:{part.Name} is missing. Give {part.Meaning}.");
    }

    private static IEnumerable<string> NoSecret(string key, TableauCredentialOptions credential)
    {
        try
        {
            credential.ToCredential(key).ReadSecret();
            return [];
        }
        catch (SecretUnavailableException e)
        {
            return [e.Message];
        }
    }
}

using Dapper;
using GrpcRefresh.Server.Security;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Rotation.Secrets;

/// <summary>The secrets of rotations that have not ended, encrypted. For use inside a write or a read.</summary>
internal static class RotationSecretRows
{
    private const string New = "NEW";
    private const string Previous = "PREVIOUS";

    private const string Select =
        "select job_id as JobId, credential_key as CredentialKey, kind as Kind, user_name as UserName, cipher as Cipher from rotation_secrets";

    /// <param name="credentials">By the user name they serve, in lower case; one under the empty key serves every connection.</param>
    public static void Insert(SqliteConnection db, SecretVault vault, string jobId, IReadOnlyDictionary<string, ResolvedCredential> credentials)
    {
        foreach (var (key, credential) in credentials)
        {
            if (credential.New is { } secret)
            {
                Insert(db, vault, jobId, key, credential.UserName, secret);
            }

            if (credential.Previous is { } previous)
            {
                Insert(db, new Row(jobId, key, Previous, null, vault.Protect(previous, Purpose(jobId, key, Previous))));
            }
        }
    }

    /// <summary>A new secret that came to be after its rotation had begun.</summary>
    public static void Insert(SqliteConnection db, SecretVault vault, string jobId, string key, string? userName, Secret secret) =>
        Insert(db, new Row(jobId, key, New, userName, vault.Protect(secret, Purpose(jobId, key, New))));

    /// <summary>A rotation's credentials; none once they were wiped.</summary>
    /// <exception cref="SecretVaultException">One does not open.</exception>
    public static OpenSecrets Open(SqliteConnection db, SecretVault vault, string jobId)
    {
        var rows = db.Query<Row>($"{Select} where job_id = @jobId", new { jobId }).ToLookup(row => row.Kind);
        var previous = rows[Previous].ToDictionary(row => row.CredentialKey);
        return new OpenSecrets(rows[New].ToDictionary(row => row.CredentialKey, row => new ResolvedCredential(
            row.UserName, Open(vault, row), previous.TryGetValue(row.CredentialKey, out var earlier) ? Open(vault, earlier) : null)));
    }

    /// <summary>The rotations that have secrets here.</summary>
    public static IReadOnlyList<string> Jobs(SqliteConnection db) =>
        [.. db.Query<string>("select distinct job_id from rotation_secrets order by job_id")];

    /// <summary>
    /// Deletes a rotation's secrets. The database file then holds no trace of them; the write-ahead log does until
    /// <see cref="SecretWiping"/> has emptied it after the commit.
    /// </summary>
    /// <remarks>
    /// SQLite zeroes a deleted row, but not always what stays behind on a page when other deletions move rows together. Only a table
    /// that is emptied as a whole has all its pages zeroed; hence the few rows of other rotations are put back afterwards.
    /// </remarks>
    public static void Wipe(SqliteConnection db, string jobId)
    {
        var others = db.Query<Row>($"{Select} where job_id <> @jobId order by secret_id", new { jobId }).ToList();
        db.Execute("delete from rotation_secrets");
        others.ForEach(row => Insert(db, row));
    }

    private static void Insert(SqliteConnection db, Row row) => db.Execute(
        """
        insert into rotation_secrets (job_id, credential_key, kind, user_name, cipher)
        values (@JobId, @CredentialKey, @Kind, @UserName, @Cipher)
        """,
        row);

    private static Secret Open(SecretVault vault, Row row) => vault.Unprotect(row.Cipher, Purpose(row.JobId, row.CredentialKey, row.Kind));

    // Bound to its place, so that a row moved to another rotation does not open there.
    private static string Purpose(string jobId, string credentialKey, string kind) => $"rotation/{jobId}/{kind}/{credentialKey}";

    private sealed record Row(string JobId, string CredentialKey, string Kind, string? UserName, byte[] Cipher);
}

using Dapper;
using GrpcRefresh.Server.Security;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Rotation.Secrets;

/// <summary>The secrets of rotations that have not ended, encrypted. For use inside a write or a read.</summary>
internal sealed class RotationSecretRows(SecretVault vault)
{
    private const string New = "NEW";
    private const string Previous = "PREVIOUS";

    /// <param name="credentialKey">Which of the rotation's credentials: the user name it serves, in lower case; empty for all.</param>
    public void Insert(SqliteConnection db, string jobId, string credentialKey, ResolvedCredential credential)
    {
        Insert(db, new Row(jobId, credentialKey, New, credential.UserName, vault.Protect(credential.New, Purpose(jobId, credentialKey, New))));
        if (credential.Previous is { } previous)
        {
            Insert(db, new Row(jobId, credentialKey, Previous, null, vault.Protect(previous, Purpose(jobId, credentialKey, Previous))));
        }
    }

    /// <summary>A rotation's credentials by their keys; empty once they were wiped.</summary>
    /// <exception cref="SecretVaultException">One does not open.</exception>
    public IReadOnlyDictionary<string, ResolvedCredential> Get(SqliteConnection db, string jobId)
    {
        var rows = db.Query<Row>($"{Select} where job_id = @jobId", new { jobId }).ToLookup(row => row.Kind);
        return rows[New].ToDictionary(row => row.CredentialKey, row => new ResolvedCredential(
            row.UserName, Open(row), rows[Previous].FirstOrDefault(previous => previous.CredentialKey == row.CredentialKey) is { } previous ? Open(previous) : null));
    }

    /// <summary>The rotations that have secrets here.</summary>
    public static IReadOnlyList<string> Jobs(SqliteConnection db) =>
        [.. db.Query<string>("select distinct job_id from rotation_secrets order by job_id")];

    /// <summary>Deletes a rotation's secrets, so that the database file holds no trace of them once the log has been emptied.</summary>
    /// <remarks>
    /// SQLite zeroes a deleted row, but not what stayed behind on a page when the row was moved before. Only a table that is
    /// emptied as a whole has all its pages zeroed; hence the few rows of other rotations are put back afterwards.
    /// </remarks>
    public static void Wipe(SqliteConnection db, string jobId)
    {
        var others = db.Query<Row>($"{Select} where job_id <> @jobId order by secret_id", new { jobId }).ToList();
        db.Execute("delete from rotation_secrets");
        others.ForEach(row => Insert(db, row));
    }

    private const string Select =
        "select job_id as JobId, credential_key as CredentialKey, kind as Kind, user_name as UserName, cipher as Cipher from rotation_secrets";

    private static void Insert(SqliteConnection db, Row row) => db.Execute(
        """
        insert into rotation_secrets (job_id, credential_key, kind, user_name, cipher)
        values (@JobId, @CredentialKey, @Kind, @UserName, @Cipher)
        """,
        row);

    // Bound to its place, so that a row moved to another rotation does not open there.
    private static string Purpose(string jobId, string credentialKey, string kind) => $"rotation/{jobId}/{kind}/{credentialKey}";

    private Secret Open(Row row) => vault.Unprotect(row.Cipher, Purpose(row.JobId, row.CredentialKey, row.Kind));

    private sealed record Row(string JobId, string CredentialKey, string Kind, string? UserName, byte[] Cipher);
}

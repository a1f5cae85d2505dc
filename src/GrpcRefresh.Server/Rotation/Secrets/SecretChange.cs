using GrpcRefresh.Server.Security;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Rotation.Secrets;

/// <summary>What else becomes of a rotation's secrets with one of its writes.</summary>
internal abstract record SecretChange
{
    public static readonly SecretChange None = new Nothing();

    /// <summary>They are no longer needed. What is left in the log is taken out by <see cref="SecretWiping"/>.</summary>
    public static readonly SecretChange Wipe = new WipeAll();

    private SecretChange()
    {
    }

    public abstract void Apply(SqliteConnection db, SecretVault vault, string jobId);

    /// <summary>One came to be.</summary>
    internal sealed record Add(string CredentialKey, string UserName, Secret Secret) : SecretChange
    {
        public override void Apply(SqliteConnection db, SecretVault vault, string jobId) =>
            RotationSecretRows.Insert(db, vault, jobId, CredentialKey, UserName, Secret);
    }

    private sealed record Nothing : SecretChange
    {
        public override void Apply(SqliteConnection db, SecretVault vault, string jobId)
        {
        }
    }

    private sealed record WipeAll : SecretChange
    {
        public override void Apply(SqliteConnection db, SecretVault vault, string jobId) => RotationSecretRows.Wipe(db, jobId);
    }
}

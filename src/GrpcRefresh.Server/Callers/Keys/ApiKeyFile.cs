using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Storage;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Callers.Keys;

/// <summary>The keys on disk, changed from outside the service, which may run meanwhile. Each change is in the audit, in the same commit.</summary>
internal sealed class ApiKeyFile(IConfiguration configuration, TimeProvider time)
{
    /// <summary>Whoever may write the database may make keys; the account is all that is known of who it is.</summary>
    private static readonly string Actor = $"grpcrefresh-server/{Environment.UserName}";

    public string Path => DatabaseFile.PathOf(configuration);

    /// <summary>Whether the service, or a key, was there before.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>Makes a key; null when there is one of that name that is not revoked.</summary>
    public (Secret Text, ApiKey Key)? Create(ApiKeyRequest request)
    {
        var (text, id, hash) = ApiKeyText.New();
        var key = new ApiKey(id, request.Name, hash, request.Role, request.Scope, time.GetUtcNow(), request.ExpireTime, RevokeTime: null);
        return DatabaseFile.Write(configuration, db => Insert(db, key)) ? (text, key) : null;
    }

    public IReadOnlyList<ApiKey> List()
    {
        using var connection = ReadOnlyDatabase.Open(configuration);
        return ApiKeyRows.All(connection);
    }

    /// <summary>Revokes a key for good; null when there is none. One that is revoked already stays as it is.</summary>
    /// <param name="nameOrId">Its id, which counts first, or its name: the one of that name that is not revoked, else the last.</param>
    /// <exception cref="StartRefusedException">There is no database.</exception>
    public ApiKey? Revoke(string nameOrId) => Exists ? DatabaseFile.Write(configuration, db => Revoke(db, nameOrId)) : throw new StartRefusedException(
        $"There is no database at '{Path}', so no key either. Set {StorageOptions.Section}:Sqlite to that of the service; a relative path begins in the current folder.");

    private ApiKey? Revoke(SqliteConnection db, string nameOrId)
    {
        List<ApiKey> meant = ApiKeyRows.Find(db, nameOrId) is { } named ? [named] : [.. ApiKeyRows.All(db).Where(key => key.Name == nameOrId)];
        if (meant.LastOrDefault(key => key.RevokeTime is null) is not { } key)
        {
            return meant.LastOrDefault();
        }

        var now = time.GetUtcNow();
        ApiKeyRows.Revoke(db, key.KeyId, now);
        Append(db, AuditAction.KeyRevoke, key);
        return key with { RevokeTime = now };
    }

    private bool Insert(SqliteConnection db, ApiKey key)
    {
        if (ApiKeyRows.IsNameTaken(db, key.Name))
        {
            return false;
        }

        ApiKeyRows.Insert(db, key);
        Append(db, AuditAction.KeyCreate, key);
        return true;
    }

    private void Append(SqliteConnection db, AuditAction action, ApiKey key) => AuditRows.Append(
        db,
        new AuditEntry(AuditEntry.Service, Actor, null, action, AuditTarget.None, AuditOutcome.Succeeded, ApiKeyWords.Of(key)),
        time.GetUtcNow());
}

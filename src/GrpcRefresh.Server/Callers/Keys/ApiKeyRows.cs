using System.Text.Json;
using Dapper;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Callers.Keys;

/// <summary>Keys in the database. Nothing here begins or ends a transaction.</summary>
internal static class ApiKeyRows
{
    private const string Columns =
        "key_id as KeyId, name as Name, secret_hash as SecretHash, role as Role, scope as Scope, create_ms as CreateMs, expire_ms as ExpireMs, revoke_ms as RevokeMs";

    /// <summary>Whether there is any key, or ever was: revoked ones count.</summary>
    public static bool Any(SqliteConnection db) => db.ExecuteScalar<bool>("select exists (select 1 from api_keys)");

    /// <summary>The same before the service has brought the database up to date.</summary>
    public static bool AnyInAnySchema(SqliteConnection db) =>
        db.ExecuteScalar<bool>("select exists (select 1 from sqlite_schema where name = 'api_keys')") && Any(db);

    public static ApiKey? Find(SqliteConnection db, string keyId) =>
        db.QuerySingleOrDefault<Row>($"select {Columns} from api_keys where key_id = @keyId", new { keyId })?.ToKey();

    public static IReadOnlyList<ApiKey> All(SqliteConnection db) =>
        [.. db.Query<Row>($"select {Columns} from api_keys order by rowid").Select(row => row.ToKey())];

    public static bool IsNameTaken(SqliteConnection db, string name) =>
        db.ExecuteScalar<bool>("select exists (select 1 from api_keys where name = @name and revoke_ms is null)", new { name });

    public static void Insert(SqliteConnection db, ApiKey key) => db.Execute(
        "insert into api_keys values (@KeyId, @Name, @SecretHash, @Role, @scope, @createMs, @expireMs, @revokeMs)",
        new
        {
            key.KeyId,
            key.Name,
            key.SecretHash,
            Role = (int)key.Role,
            scope = JsonSerializer.Serialize(key.Scope),
            createMs = key.CreateTime.ToUnixTimeMilliseconds(),
            expireMs = key.ExpireTime?.ToUnixTimeMilliseconds(),
            revokeMs = key.RevokeTime?.ToUnixTimeMilliseconds(),
        });

    public static void Revoke(SqliteConnection db, string keyId, DateTimeOffset now) =>
        db.Execute("update api_keys set revoke_ms = @now where key_id = @keyId", new { keyId, now = now.ToUnixTimeMilliseconds() });

    private sealed class Row
    {
        public required string KeyId { get; init; }

        public required string Name { get; init; }

        public required byte[] SecretHash { get; init; }

        public required long Role { get; init; }

        public required string Scope { get; init; }

        public required long CreateMs { get; init; }

        public long? ExpireMs { get; init; }

        public long? RevokeMs { get; init; }

        public ApiKey ToKey() => new(
            KeyId, Name, SecretHash, (Role)Role, JsonSerializer.Deserialize<CallerScope>(Scope)!, Time(CreateMs), Maybe(ExpireMs), Maybe(RevokeMs));

        private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

        private static DateTimeOffset? Maybe(long? ms) => ms is { } known ? Time(known) : null;
    }
}

using Dapper;
using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Callers.Keys;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace GrpcRefresh.Tests.Callers.Keys;

public sealed class ApiKeyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-tests-");
    private readonly IConfiguration _settings;
    private readonly ApiKeyFile _keys;

    public ApiKeyFileTests()
    {
        var database = new Dictionary<string, string?> { ["GrpcRefresh:Storage:Sqlite"] = Path.Combine(_folder.FullName, "jobs.db") };
        _settings = new ConfigurationBuilder().AddInMemoryCollection(database).Build();
        _keys = new ApiKeyFile(_settings, new ManualClock());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_key_can_be_made_before_the_service_has_ever_run()
    {
        var (text, key) = Create("first");

        Assert.Matches("^grk_[0-9a-f]{16}_[0-9a-f]{64}$", text.Reveal());
        Assert.Equal(key.KeyId, Assert.Single(_keys.List()).KeyId);
    }

    [Fact]
    public void A_name_is_taken_until_its_key_is_revoked()
    {
        var first = Create("nightly").Key;
        Assert.Null(_keys.Create(Request("nightly")));

        _keys.Revoke("nightly");
        var second = Create("nightly").Key;

        Assert.Equal([first.KeyId, second.KeyId], _keys.List().Select(key => key.KeyId));
    }

    [Fact]
    public void A_name_revokes_the_key_that_has_it_now_and_an_id_that_one()
    {
        var old = Create("nightly").Key;
        _keys.Revoke("nightly");
        var now = Create("nightly").Key;
        var other = Create("other").Key;

        Assert.Equal(now.KeyId, _keys.Revoke("nightly")!.KeyId);
        Assert.Equal(other.KeyId, _keys.Revoke(other.KeyId)!.KeyId);
        Assert.NotNull(_keys.Revoke(old.KeyId));
        Assert.Null(_keys.Revoke("nobody"));
    }

    [Fact]
    public void An_id_counts_before_a_name_that_is_written_like_it()
    {
        var first = Create("first").Key;
        var namesake = Create(first.KeyId).Key;

        Assert.Equal(first.KeyId, _keys.Revoke(first.KeyId)!.KeyId);
        Assert.Null(_keys.List().Single(key => key.KeyId == namesake.KeyId).RevokeTime);
    }

    [Fact]
    public void Revoking_where_no_database_is_makes_none()
    {
        var refused = Assert.Throws<Server.StartRefusedException>(() => _keys.Revoke("nightly"));

        Assert.Contains($"There is no database at '{_keys.Path}'", refused.Message, StringComparison.Ordinal);
        Assert.False(_keys.Exists);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void Making_and_revoking_are_in_the_audit_once_each_without_the_secret()
    {
        var (text, key) = Create("nightly");
        _keys.Revoke("nightly");
        _keys.Revoke("nightly");

        using var audit = new AuditFile(_settings);
        var rows = audit.Read(AuditEntry.Service, null).ToList();

        Assert.Equal(["KEY_CREATE SUCCEEDED", "KEY_REVOKE SUCCEEDED"], rows.Select(row => $"{row.Action} {row.Outcome}"));
        Assert.All(rows, row => Assert.Equal($"grpcrefresh-server/{Environment.UserName}", row.Actor));
        Assert.All(rows, row => Assert.Contains($"key {key.KeyId}, name nightly, role refresher, everywhere, without an end", row.Detail, StringComparison.Ordinal));
        Assert.DoesNotContain(rows, row => AuditJson.Write(row).Contains(text.Reveal()[21..], StringComparison.Ordinal));
        Assert.True(audit.Verify(null).Holds);
    }

    [Fact]
    public void An_older_database_is_brought_up_to_date_while_no_service_has_it()
    {
        Create("first");
        MakeOlder();

        Create("second");

        Assert.Equal(["first", "second"], _keys.List().Select(key => key.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_older_database_in_use_is_left_alone()
    {
        Create("first");
        MakeOlder();
        using var service = DatabaseLock.Take(_keys.Path);

        var refused = Assert.Throws<Server.StartRefusedException>(() => Create("second"));

        Assert.Contains("in use by another GrpcRefresh process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        var settings = new Dictionary<string, string?> { ["GrpcRefresh:Storage:Sqlite"] = Path.Combine(_folder.FullName, "nowhere", "jobs.db") };
        var keys = new ApiKeyFile(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), TimeProvider.System);

        var refused = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => keys.Create(Request("first")));

        Assert.Contains("GrpcRefresh:Storage:Sqlite", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipeline", true)]
    [InlineData("2026.night_ly-1", true)]
    [InlineData("", false)]
    [InlineData("-x", false)]
    [InlineData("a b", false)]
    [InlineData("issuer:subject", false)]
    [InlineData("10.1.2.3", false)]
    public void Names_cannot_be_taken_for_anybody_elses(string name, bool isGood) => Assert.Equal(isGood, ApiKeyRequest.IsName(name));

    private static ApiKeyRequest Request(string name) => new(name, Role.Refresher, CallerScope.Everything, ExpireTime: null);

    private (Secret Text, ApiKey Key) Create(string name) => _keys.Create(Request(name))!.Value;

    private void MakeOlder()
    {
        using var connection = new SqliteConnection($"Data Source={_keys.Path};Pooling=false");
        connection.Open();
        connection.Execute("drop table outcome_try; alter table jobs drop column log_aside_ms; delete from schema_version where version >= 7");
    }
}

using GrpcRefresh.Server;
using GrpcRefresh.Server.Rotation;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.Tests.Rpc;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Rotation.Secrets;

public sealed class StoredSecretsCheckTests : IAsyncLifetime
{
    private readonly RotationOptions _options = new();
    private readonly ListLogger<StoredSecretsCheck> _log = new();
    private TempStore _store = null!;

    private string KeyRing => Path.Combine(_store.Folder, "jobs.db.keys");

    public async Task InitializeAsync() => _store = await TempStore.OpenAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task A_start_without_stored_secrets_leaves_the_key_ring_alone()
    {
        await CheckAsync();

        Assert.False(Directory.Exists(KeyRing));
    }

    [Fact]
    public async Task Stored_secrets_that_open_are_no_hindrance()
    {
        await StoreAsync();

        await CheckAsync();

        Assert.Empty(_log.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_or_foreign_key_ring_stops_the_start_with_the_remedy(bool foreign)
    {
        var job = await StoreAsync();
        Directory.Delete(KeyRing, recursive: true);
        if (foreign)
        {
            new SecretVault(KeyRing).Protect(new Secret("x"), "y");
        }

        var refused = await Assert.ThrowsAsync<StartRefusedException>(CheckAsync);

        Assert.Contains(job, refused.Message, StringComparison.Ordinal);
        Assert.Contains("GrpcRefresh:Storage:KeyRing", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Put the key ring back", refused.Message, StringComparison.Ordinal);
        Assert.Contains("GrpcRefresh:Rotation:ForgetUnreadableSecrets=true", refused.Message, StringComparison.Ordinal);
        Assert.False((await _store.Database.ReadAsync(RotationSecretRows.Jobs, default)).Count == 0);
    }

    [Fact]
    public async Task Secrets_of_a_key_ring_that_is_lost_for_good_can_be_given_up()
    {
        var job = await StoreAsync();
        Directory.Delete(KeyRing, recursive: true);
        _options.ForgetUnreadableSecrets = true;

        await CheckAsync();

        Assert.Contains(job, Assert.Single(_log.Lines).Message, StringComparison.Ordinal);
        Assert.Empty(await _store.Database.ReadAsync(RotationSecretRows.Jobs, default));
    }

    [Fact]
    public async Task Giving_up_what_does_not_open_keeps_what_does()
    {
        await StoreAsync("a");
        Directory.Delete(KeyRing, recursive: true);
        var readable = await StoreAsync("b");
        _options.ForgetUnreadableSecrets = true;

        await CheckAsync();

        Assert.Equal([readable], await _store.Database.ReadAsync(RotationSecretRows.Jobs, default));
    }

    private Task CheckAsync() =>
        new StoredSecretsCheck(_store.Database, new SecretVault(KeyRing), new StoredSecrets(_store.Database, Measuring.Rotation), Options.Create(_options), _log).StartingAsync(default);

    private async Task<string> StoreAsync(string luid = "a")
    {
        var job = (await _store.EnrolAsync(Some.Request(luid: luid))).Job.JobId;
        var credentials = new Dictionary<string, ResolvedCredential> { [""] = new(null, new Secret("hunter2"), null) };
        return await _store.Database.WriteAsync(
            db =>
            {
                RotationSecretRows.Insert(db, new SecretVault(KeyRing), job, credentials);
                return job;
            },
            _ => { },
            default);
    }
}

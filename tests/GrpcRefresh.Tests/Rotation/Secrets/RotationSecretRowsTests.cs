using Dapper;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.Tests.Rpc;

namespace GrpcRefresh.Tests.Rotation.Secrets;

public sealed class RotationSecretRowsTests : IAsyncLifetime
{
    // Data Protection begins each cipher with its version and the id of the key, which all have in common.
    internal const int Header = 20;

    private TempStore _store = null!;
    private SecretVault _vault = null!;

    public async Task InitializeAsync()
    {
        _store = await TempStore.OpenAsync();
        _vault = new SecretVault(Path.Combine(_store.Folder, "jobs.db.keys"));
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Secrets_are_kept_for_their_rotation_until_they_are_wiped()
    {
        var (first, second) = (await NewJobAsync("a"), await NewJobAsync("b"));
        await InsertAsync(first, new() { [""] = new("svc", new Secret("n"), new Secret("p")) });
        await InsertAsync(second, new() { ["x"] = new(null, new Secret("nx"), null), ["y"] = new("other", new Secret("ny"), new Secret("py")) });

        var open = await OpenAsync(second);
        Assert.Equal((new Secret("nx"), new Secret("ny"), new Secret("py")), (open.New("x"), open.New("y"), open.Previous("y")));
        Assert.Throws<InvalidOperationException>(() => open.Previous("x"));

        await WipeAsync(first);

        Assert.True((await OpenAsync(first)).IsEmpty);
        Assert.False((await OpenAsync(second)).IsEmpty);
        Assert.Equal(new Secret("py"), (await OpenAsync(second)).Previous("y"));
        Assert.Equal([second], await _store.Database.ReadAsync(RotationSecretRows.Jobs, default));
    }

    [Fact]
    public async Task A_row_moved_to_another_rotation_does_not_open_there()
    {
        var (first, second) = (await NewJobAsync("a"), await NewJobAsync("b"));
        await InsertAsync(first, new() { [""] = new(null, new Secret("n"), null) });
        await _store.Database.WriteAsync(db => db.Execute("update rotation_secrets set job_id = @second", new { second }), _ => { }, default);

        await Assert.ThrowsAsync<SecretVaultException>(() => OpenAsync(second));
    }

    [Fact]
    public async Task A_purged_job_takes_its_secrets_along()
    {
        var job = await NewJobAsync("a");
        await InsertAsync(job, new() { [""] = new(null, new Secret("n"), null) });

        await _store.Database.WriteAsync(db => db.Execute("delete from jobs"), _ => { }, default);

        Assert.Empty(await _store.Database.ReadAsync(RotationSecretRows.Jobs, default));
    }

    [Fact]
    public async Task A_deleted_secret_is_in_the_log_until_wiping_is_completed_and_then_nowhere()
    {
        var job = await NewJobAsync("a");
        await InsertAsync(job, new() { [""] = new(null, new Secret("hunter2"), new Secret("hunter1")) });
        var ciphers = await CiphersAsync(job);
        await DeleteAsync(job);
        Assert.NotEmpty(Needles.Find(_store.Folder, ciphers));

        await CompleteAsync();

        Assert.Empty(Needles.Find(_store.Folder, ciphers));
    }

    [Fact]
    public async Task A_read_that_goes_on_delays_the_wiping_of_the_log_and_it_is_said()
    {
        var job = await NewJobAsync("a");
        await InsertAsync(job, new() { [""] = new(null, new Secret("hunter2"), null) });
        var ciphers = await CiphersAsync(job);
        using var reading = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        var read = Task.Run(() => _store.Database.ReadAsync(
            db =>
            {
                var count = db.ExecuteScalar<int>("select count(*) from rotation_secrets");
                reading.Set();
                done.Wait(TimeSpan.FromMinutes(1));
                return count;
            },
            default));
        Assert.True(reading.Wait(TimeSpan.FromMinutes(1)));
        await DeleteAsync(job);

        var log = await CompleteAsync();

        Assert.Contains("until a later rotation ends or the service starts anew", Assert.Single(log.Lines).Message, StringComparison.Ordinal);
        Assert.NotEmpty(Needles.Find(_store.Folder, ciphers));
        done.Set();
        Assert.Equal(1, await read);
        Assert.Empty((await CompleteAsync()).Lines);
        Assert.Empty(Needles.Find(_store.Folder, ciphers));
    }

    private async Task<string> NewJobAsync(string luid) => (await _store.EnrolAsync(Some.Request(luid: luid))).Job.JobId;

    private Task<string> InsertAsync(string job, Dictionary<string, ResolvedCredential> credentials) => _store.Database.WriteAsync(
        db =>
        {
            RotationSecretRows.Insert(db, _vault, job, credentials);
            return job;
        },
        _ => { },
        default);

    private Task<OpenSecrets> OpenAsync(string job) => _store.Database.ReadAsync(db => RotationSecretRows.Open(db, _vault, job), default);

    private Task<List<byte[]>> CiphersAsync(string job) => _store.Database.ReadAsync(
        db => db.Query<byte[]>("select cipher from rotation_secrets where job_id = @job", new { job }).Select(cipher => cipher[Header..]).ToList(), default);

    private async Task WipeAsync(string job)
    {
        await DeleteAsync(job);
        Assert.Empty((await CompleteAsync()).Lines);
    }

    private Task<string> DeleteAsync(string job) => _store.Database.WriteAsync(
        db =>
        {
            RotationSecretRows.Wipe(db, job);
            return job;
        },
        _ => { },
        default);

    private async Task<ListLogger<SecretWiping>> CompleteAsync()
    {
        var log = new ListLogger<SecretWiping>();
        await new SecretWiping(_store.Database, new StoredSecrets(_store.Database, Measuring.Rotation), log).CompleteAsync(default);
        return log;
    }
}

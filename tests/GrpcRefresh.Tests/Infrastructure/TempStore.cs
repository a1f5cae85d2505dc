using GrpcRefresh.Server;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Callers.Open;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Infrastructure;

/// <summary>A real store on a file of its own.</summary>
internal sealed class TempStore : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-tests-");
    private readonly CancellationTokenSource _draining = new();

    private TempStore(TimeProvider time, JobsOptions options)
    {
        var jobs = Options.Create(options);
        Database = new SqliteDatabase(Options.Create(new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "jobs.db") }), Measuring.Storage);
        Store = new JobStore(Database, Feed, time);
        Reader = new JobReader(Store);
        Watch = new JobWatch(Store, Reader, Feed, new WatcherLimit(jobs, Calls), new WakeUpCalls(), new Drain(_draining.Token), jobs, time);
    }

    /// <summary>Where the database is, alone.</summary>
    public string Folder => _folder.FullName;

    public SqliteDatabase Database { get; }

    public OpenCalls Calls { get; } = new(Options.Create(new CallersOptions()));

    public JobFeed Feed { get; } = new();

    public JobStore Store { get; }

    public JobReader Reader { get; }

    public JobWatch Watch { get; }

    public static async Task<TempStore> OpenAsync(TimeProvider? time = null, JobsOptions? options = null)
    {
        var store = new TempStore(time ?? TimeProvider.System, options ?? new JobsOptions());
        await store.Database.StartingAsync(CancellationToken.None);
        return store;
    }

    public Task<Enrolment> EnrolAsync(JobRequest request) => Store.EnrolAsync(request, 10_000, CancellationToken.None);

    public Task<Enrolment> EnrolRotationAsync(RotationEnrolment request, Action<SqliteConnection, JobRecord>? also = null) =>
        Store.EnrolRotationAsync(request, 10_000, also ?? ((_, _) => { }), CancellationToken.None);

    public async Task<RunEpoch> StartRunnerAsync() =>
        new("test", await Store.StartRunnerAsync("test", CancellationToken.None), TimeSpan.FromSeconds(5), TimeProvider.System);

    public Task DrainAsync() => _draining.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _draining.Dispose();
        _folder.Delete(recursive: true);
    }
}

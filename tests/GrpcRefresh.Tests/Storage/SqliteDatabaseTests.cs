using Dapper;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_write_that_throws_undoes_itself_and_nothing_else()
    {
        await using var database = await OpenAsync();
        await WriteAsync(database, db => db.Execute("create table t (n integer)"));

        var writes = Enumerable.Range(0, 50).Select(n => WriteAsync(database, db =>
        {
            db.Execute("insert into t values (@n)", new { n });
            return n % 2 == 0 ? n : throw new InvalidOperationException("odd");
        })).ToList();

        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(25, writes.Count(write => write.IsFaulted));
        Assert.Equal(25, await database.ReadAsync(db => db.ExecuteScalar<int>("select count(*) from t where n % 2 = 0"), default));
        Assert.Equal(25, await database.ReadAsync(db => db.ExecuteScalar<int>("select count(*) from t"), default));
    }

    [Fact]
    public async Task Results_are_announced_in_the_order_of_the_commits()
    {
        await using var database = await OpenAsync();
        var (ran, announced) = (new List<int>(), new List<int>());

        await Task.WhenAll(Enumerable.Range(0, 100).Select(n => database.WriteAsync(
            _ =>
            {
                ran.Add(n);
                return n;
            },
            announced.Add,
            default)));

        Assert.Equal(ran, announced);
    }

    [Fact]
    public async Task A_second_service_on_the_same_file_does_not_start()
    {
        await using var first = await OpenAsync();

        var refused = await Assert.ThrowsAsync<StartRefusedException>(OpenAsync);

        Assert.Contains("in use by another GrpcRefresh process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        await using (var database = await OpenAsync())
        {
            await WriteAsync(database, db => db.Execute("insert into schema_version values (9999, 0)"));
        }

        var refused = await Assert.ThrowsAsync<StartRefusedException>(OpenAsync);

        Assert.Contains("schema version 9999", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_named()
    {
        var database = Database(Path.Combine(_folder.FullName, "missing", "jobs.db"));

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => database.StartingAsync(default));

        Assert.Contains("Storage:Sqlite", refused.Message, StringComparison.Ordinal);
        await database.DisposeAsync();
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        await using (var database = await OpenAsync())
        {
            await WriteAsync(database, db => db.Execute("create table t (n integer)"));
        }

        await using var again = await OpenAsync();
        Assert.Equal(0, await again.ReadAsync(db => db.ExecuteScalar<int>("select count(*) from t"), default));
    }

    private static Task<T> WriteAsync<T>(SqliteDatabase database, Func<SqliteConnection, T> work) => database.WriteAsync(work, _ => { }, default);

    private static SqliteDatabase Database(string path) => new(Options.Create(new StorageOptions { Sqlite = path }), Measuring.Storage);

    private async Task<SqliteDatabase> OpenAsync()
    {
        var database = Database(Path.Combine(_folder.FullName, "jobs.db"));
        await database.StartingAsync(default);
        return database;
    }
}

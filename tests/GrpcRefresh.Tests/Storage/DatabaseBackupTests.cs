using GrpcRefresh.Server;
using GrpcRefresh.Server.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace GrpcRefresh.Tests.Storage;

public sealed class DatabaseBackupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-backup-");

    private string Target => Path.Combine(_folder.FullName, "copy.db");

    [Fact]
    public void An_older_schema_is_copied_because_an_upgrade_comes_next() => Assert.Equal(1, DatabaseBackup.Copy(DatabaseOf(1), Target).Schema);

    [Fact]
    public void A_newer_schema_is_left_to_its_own_program()
    {
        Assert.Contains("Run the newer program", Assert.Throws<StartRefusedException>(() => DatabaseBackup.Copy(DatabaseOf(9_999), Target)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private IConfiguration DatabaseOf(int schema)
    {
        var path = Path.Combine(_folder.FullName, "grpcrefresh.db");
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"create table schema_version (version integer not null primary key, apply_ms integer not null) strict; insert into schema_version values ({schema}, 1)";
        command.ExecuteNonQuery();
        return new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["GrpcRefresh:Storage:Sqlite"] = path }).Build();
    }
}

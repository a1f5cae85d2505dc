using Dapper;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Storage;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Tests.Rotation.Secrets;

/// <summary>Rotations that come and go in any order, with secrets of all lengths: how SQLite arranges its pages must not matter.</summary>
public sealed class WipingProperties : IDisposable
{
    private const int Rounds = 60;
    private static readonly int[] Lengths = [8, 40, 100, 250, 900, 4_096];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-wiping-");
    private readonly Dictionary<string, List<byte[]>> _kept = [];
    private readonly SecretVault _vault;
    private readonly SqliteConnection _db;

    public WipingProperties()
    {
        _vault = new SecretVault(Path.Combine(_folder.FullName, "db.keys"));
        _db = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "db")};Pooling=False");
        _db.Open();
        // As the service's writer has it, except that nothing need survive a loss of power; and without the jobs themselves.
        _db.Execute("pragma journal_mode = wal; pragma secure_delete = on; pragma synchronous = off; pragma foreign_keys = off");
        SqliteMigrations.Apply(_db);
    }

    public void Dispose()
    {
        _db.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void Of_wiped_secrets_no_trace_is_left_while_those_of_other_rotations_stay(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            if (_kept.Count < 3 || random.Next(100) < 55)
            {
                Insert($"job {round}", random);
                continue;
            }

            var gone = _kept.Keys.ElementAt(random.Next(_kept.Count));
            InTransaction(() => RotationSecretRows.Wipe(_db, gone));
            _db.Execute("pragma wal_checkpoint(truncate)");

            Assert.Empty(Needles.Find(_folder.FullName, _kept[gone]));
            _kept.Remove(gone);
        }

        Assert.All(_kept, job => Assert.NotEmpty(Needles.Find(_folder.FullName, job.Value)));
        Assert.All(_kept, job => Assert.False(RotationSecretRows.Open(_db, _vault, job.Key).IsEmpty));
    }

    private void Insert(string job, Random random)
    {
        var credentials = Enumerable.Range(0, random.Next(1, 17)).ToDictionary(
            user => $"user {user}", _ => new ResolvedCredential("svc", Some(random), random.Next(2) > 0 ? Some(random) : null));
        InTransaction(() => RotationSecretRows.Insert(_db, _vault, job, credentials));
        _kept[job] = [.. _db.Query<byte[]>("select cipher from rotation_secrets where job_id = @job", new { job }).Select(cipher => cipher[RotationSecretRowsTests.Header..])];
    }

    private void InTransaction(Action change)
    {
        _db.Execute("begin immediate");
        change();
        _db.Execute("commit");
    }

    private static Secret Some(Random random) => new(new string('s', Lengths[random.Next(Lengths.Length)]));
}

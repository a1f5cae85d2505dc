using GrpcRefresh.Server.Storage;

namespace GrpcRefresh.Tests.Storage;

public sealed class StoragePlacesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-places-");

    private StorageOptions Options => new() { Sqlite = Path.Combine(_folder.FullName, "grpcrefresh.db") };

    [Fact]
    public void A_folder_that_can_be_written_is_good_and_stays_empty()
    {
        Assert.Empty(StoragePlaces.Problems(Options));
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told()
    {
        var options = new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "none", "grpcrefresh.db") };

        Assert.Contains("that folder does not exist", Assert.Single(StoragePlaces.Problems(options)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_where_nobody_may_write_is_told()
    {
        if (OperatingSystem.IsLinux())
        {
            // Not even root may write there, nor in a folder without the bits for other accounts.
            var options = new StorageOptions { Sqlite = "/proc/self/grpcrefresh.db" };

            Assert.Contains("may not write in that folder", Assert.Single(StoragePlaces.Problems(options)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_key_ring_that_everybody_may_look_into_is_told_also_behind_a_link()
    {
        if (!OperatingSystem.IsWindows())
        {
            var keys = _folder.CreateSubdirectory("ring").FullName;
            Directory.CreateSymbolicLink(Options.KeyRingFolder, keys);
            File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Assert.Empty(StoragePlaces.Problems(Options));

            File.SetUnixFileMode(keys, File.GetUnixFileMode(keys) | UnixFileMode.OtherExecute);
            Assert.Contains("GrpcRefresh:Storage:KeyRing", Assert.Single(StoragePlaces.Problems(Options)), StringComparison.Ordinal);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

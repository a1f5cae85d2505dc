using System.CommandLine;
using System.Globalization;
using GrpcRefresh.Server.Storage;

namespace GrpcRefresh.Server.Verbs;

/// <summary><c>grpcrefresh-server backup</c></summary>
internal sealed class BackUp : Command
{
    private readonly Argument<string> _file = new("file") { Description = "Where to put the copy; must not be there yet.", HelpName = "file" };

    public BackUp(Func<IConfiguration> settings)
        : base("backup", "Copies the database to a file and checks the copy, also while the service runs. Exit code 0 when the copy is good, 2 when there is none.")
    {
        Add(_file);
        SetAction(parsed => Run(settings(), Path.GetFullPath(parsed.GetValue(_file)!)));
    }

    private static int Run(IConfiguration settings, string file)
    {
        var (schema, bytes) = DatabaseBackup.Copy(settings, file);
        var keyRing = (settings.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions()).KeyRingFolder;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {bytes:N0} bytes, schema version {schema}, checked."));
        Console.WriteLine($"The keys that encrypt the secrets of unfinished rotations are not in it. They are in '{keyRing}' once there have been any; keep them apart from this file.");
        Console.WriteLine("To restore, stop the service, put the file in the place of the database, remove the files beside it that end in -wal and -shm, and start the service.");
        return 0;
    }
}

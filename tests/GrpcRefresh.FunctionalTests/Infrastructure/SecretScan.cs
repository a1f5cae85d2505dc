using System.Text;
using Google.Protobuf;

namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>Looks for secrets wherever a service might have left them, and tells every place.</summary>
internal sealed class SecretScan(params IEnumerable<string> secrets)
{
    private readonly List<Needle> _needles = [.. secrets.Select(secret => new Needle(secret))];
    private readonly List<string> _findings = [];

    /// <summary>Each place and the spelling, never the secret.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>How many bytes were looked at, lest a scan of nothing passes for a clean one.</summary>
    public long Scanned { get; private set; }

    public void AssertNothingFound()
    {
        Assert.True(Scanned > 0, "Nothing was looked at.");
        Assert.Empty(_findings);
    }

    /// <summary>Every file below a folder, also those that the service has open or locked.</summary>
    public async Task FolderAsync(string folder)
    {
        // By another process: closing a file here would let go of the locks that SQLite holds on it in this one.
        var copy = Directory.CreateTempSubdirectory("grpcrefresh-scan-");
        try
        {
            var copied = await ProgramRun.OfAsync("cp", "-R", $"{folder}/.", copy.FullName);
            Assert.True(copied.ExitCode == 0, copied.Errors);
            foreach (var file in copy.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
            {
                var name = Path.GetRelativePath(copy.FullName, file.FullName);
                Text("the names of files", name);
                Bytes(name, await File.ReadAllBytesAsync(file.FullName));
            }
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    /// <summary>What a service wrote to its log, and what the system shows others of its process.</summary>
    /// <param name="environment">Whether to look at its environment as well; not when the secret was configured there.</param>
    public void Process(ServiceProcess service, bool environment)
    {
        Text("standard output", service.Output);
        Text("standard error", service.Errors);
        if (!OperatingSystem.IsLinux() || service.HasExited)
        {
            return;
        }

        Bytes("the arguments of the process", File.ReadAllBytes($"/proc/{service.Id}/cmdline"));
        if (environment)
        {
            Bytes("the environment of the process", File.ReadAllBytes($"/proc/{service.Id}/environ"));
        }
    }

    public void Activities(ActivityRecorder recorder) => recorder.Texts.ToList().ForEach(text => Text("an activity", text));

    /// <summary>A message as it is sent and as it would be printed.</summary>
    public void Message(IMessage message)
    {
        Bytes(message.Descriptor.FullName, message.ToByteArray());
        Text(message.Descriptor.FullName, message.ToString()!);
    }

    public void Text(string place, string text) => Bytes(place, Encoding.UTF8.GetBytes(text));

    public void Bytes(string place, byte[] content)
    {
        Scanned += content.Length;
        _findings.AddRange(_needles.SelectMany((needle, i) => needle.FindIn(content).Select(spelling => $"{place} holds secret {i + 1} {spelling}")));
    }
}

using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Secrets;

/// <summary>A scan that finds nothing proves something only if it finds what is there.</summary>
public sealed class SecretScanTests : IDisposable
{
    private const string Secret = "cänary \"42\" <&'/+ needle";

    private static readonly Dictionary<string, byte[]> Leaks = new()
    {
        ["as it is"] = Utf8($"before {Secret} after"),
        ["in UTF-16"] = Encoding.Unicode.GetBytes($"before {Secret} after"),
        ["in UTF-16, big end first"] = Encoding.BigEndianUnicode.GetBytes($"before {Secret} after"),
        ["in JSON"] = Utf8(JsonSerializer.Serialize(new { Password = $"<{Secret}>" })),
        ["in XML"] = Utf8(new XElement("a", $"{Secret} and more").ToString()),
        ["in an XML attribute"] = Utf8(new XElement("a", new XAttribute("b", $"{Secret} and more")).ToString()),
        ["in an address"] = Utf8($"http://127.0.0.1/?a={Uri.EscapeDataString(Secret)}&b=c"),
        ["percent-encoded throughout"] = Utf8(string.Concat(Utf8(Secret).Select(one => $"%{one:X2}"))),
        ["in hexadecimal"] = Utf8(Convert.ToHexString(Utf8(Secret))),
        ["in base64"] = Utf8(Convert.ToBase64String(Utf8(Secret))),
        ["in base64 behind a byte"] = Utf8(Convert.ToBase64String(Utf8("a" + Secret + "bc"))),
        ["in base64 behind two bytes"] = Utf8(Convert.ToBase64String(Utf8("ab" + Secret + "c"))),
        ["in base64 behind many bytes"] = Utf8(Convert.ToBase64String(Utf8("many bytes" + Secret + "and more"))),
        ["in base64 for addresses"] = Utf8(System.Buffers.Text.Base64Url.EncodeToString(Utf8("ÿÿ" + Secret))),
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-scan-test-");
    private readonly SecretScan _scan = new("another secret", Secret);

    public static TheoryData<string> LeakNames => [.. Leaks.Keys];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(LeakNames))]
    public void A_secret_is_found_in_every_spelling(string leak)
    {
        _scan.Bytes("here", Leaks[leak]);

        Assert.NotEmpty(_scan.Findings);
        Assert.All(_scan.Findings, finding => Assert.StartsWith("here holds secret 2 ", finding, StringComparison.Ordinal));
        Assert.DoesNotContain(_scan.Findings, finding => finding.Contains(Secret, StringComparison.Ordinal));
        Assert.ThrowsAny<Exception>(_scan.AssertNothingFound);
    }

    [Fact]
    public void Other_content_is_clean()
    {
        _scan.Bytes("here", Utf8($"cänary \"43\" {Convert.ToBase64String(Utf8("cänary"))}"));

        _scan.AssertNothingFound();
    }

    [Fact]
    public void A_scan_of_nothing_is_not_clean() => Assert.ThrowsAny<Exception>(_scan.AssertNothingFound);

    [Fact]
    public void A_needle_that_chance_would_find_is_refused() => Assert.Throws<ArgumentException>(() => new SecretScan("short"));

    [Fact]
    public async Task Files_are_found_in_folders_whoever_holds_them()
    {
        var below = Path.Combine(_folder.FullName, ".hidden", "below");
        Directory.CreateDirectory(below);
        await File.WriteAllTextAsync(Path.Combine(below, ".file"), Secret);
        await using var locked = new FileStream(Path.Combine(_folder.FullName, "db.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        await locked.WriteAsync(Utf8(Secret));
        await locked.FlushAsync();

        await _scan.FolderAsync(_folder.FullName);

        Assert.Equal([".hidden/below/.file", "db.lock"], _scan.Findings.Select(finding => finding.Split(' ')[0]).Distinct().Order());
    }

    [Fact]
    public async Task The_name_of_a_file_counts_as_well()
    {
        var scan = new SecretScan("needle-in-a-name");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "needle-in-a-name.txt"), "x");

        await scan.FolderAsync(_folder.FullName);

        Assert.Single(scan.Findings);
    }

    [Fact]
    public void Activities_tell_their_tags_events_and_baggage()
    {
        using var recorder = new ActivityRecorder();
        using var source = new ActivitySource("GrpcRefresh.Tests.Scan");
        foreach (var plant in new Action<Activity>[]
        {
            activity => activity.SetTag("a", Secret),
            activity => activity.SetTag("a", new[] { "x", Secret }),
            activity => activity.AddEvent(new ActivityEvent("e", tags: new ActivityTagsCollection { ["a"] = Secret })),
            activity => activity.AddException(new InvalidOperationException(Secret)),
            activity => activity.SetBaggage("a", Secret),
            activity => activity.SetStatus(ActivityStatusCode.Error, Secret),
            activity => activity.DisplayName = Secret,
        })
        {
            using var activity = source.StartActivity("planted");
            plant(activity!);
        }

        _scan.Activities(recorder);

        Assert.Equal(7, _scan.Findings.Count(finding => finding.EndsWith("as it is", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_message_is_looked_at_as_it_is_sent_and_as_it_is_printed()
    {
        _scan.Message(new RotateConnectionCredentialsRequest { Labels = { ["a"] = Secret } });

        Assert.Contains(_scan.Findings, finding => finding.EndsWith("as it is", StringComparison.Ordinal));
        Assert.Contains(_scan.Findings, finding => finding.EndsWith("in a printed message", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_shows_what_it_was_started_with_and_what_it_wrote()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        const string argument = "needle-in-an-argument";
        const string environment = "needle-in-the-environment";
        const string written = "needle-in-the-log";
        var scan = new SecretScan(argument, environment, written);
        await using var service = await Shell($"echo {written}; echo needle-in-the-'log' >&2; read wait", argument, environment);

        scan.Process(service, environment: true);

        Assert.Equal(
            ["standard error holds secret 3 as it is", "standard output holds secret 3 as it is", "the arguments of the process holds secret 1 as it is",
                "the environment of the process holds secret 2 as it is"],
            scan.Findings.Where(finding => !finding.StartsWith("the arguments of the process holds secret 3", StringComparison.Ordinal)).Order());
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<ServiceProcess> Shell(string script, string argument, string environment)
    {
        var start = new ProcessStartInfo("sh", ["-c", script, "sh", argument]) { RedirectStandardInput = true };
        start.Environment["NEEDLE"] = environment;
        var service = ServiceProcess.Start(start);
        await service.WroteAsync(lines: 1);
        return service;
    }
}

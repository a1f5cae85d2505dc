using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Testing;

namespace GrpcRefresh.FunctionalTests.Verbs;

public sealed class CheckConfigurationTests : IDisposable
{
    private const string Credential = "Tableau:Servers:default:Sites:0:Credential";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-check-");
    private readonly Dictionary<string, string?> _settings;

    public CheckConfigurationTests()
    {
        _settings = ServiceSettings.For(new Uri("http://127.0.0.1:1"), "http://127.0.0.1:5400", _folder.FullName);
        _settings.Remove($"GrpcRefresh:{Credential}:PatSecret");
        PrivateAuthority.WritePrivately(PatFile, "secret");
        Set($"{Credential}:PatSecretFile", PatFile);
    }

    private string PatFile => Path.Combine(_folder.FullName, "pat");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_good_configuration_is_good_and_nothing_is_made()
    {
        var run = await CheckAsync();

        Assert.Equal((0, "The configuration is good.\n", ""), (run.ExitCode, run.Output, run.Errors));
        Assert.Equal(["pat"], _folder.EnumerateFileSystemInfos().Select(file => file.Name));
    }

    [Fact]
    public async Task Every_problem_is_told_at_once()
    {
        OpenToOthers(PatFile);
        var keyRing = _folder.CreateSubdirectory("keys").FullName;
        OpenToOthers(keyRing);
        Set("Storage:KeyRing", keyRing);
        Set("Storage:Sqlite", Path.Combine(_folder.FullName, "nowhere", "grpcrefresh.db"));
        Set("Rpc:Listen", "https://0.0.0.0:5400");
        Set("Tls:CertificateFile", Path.Combine(_folder.FullName, "none.crt"));
        Set("Proxy:Networks:0", "0.0.0.0/0");
        Set("Jobs:PollMin", "soon");
        Set("Webhooks:Listen", "http://0.0.0.0:5481");
        Set("Rotation:Secrets:nightly:UserName", "SVC");

        var run = await CheckAsync();

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        string[] expected =
        [
            "Credential:PatSecretFile may be read or changed by every account", "chmod o-rwx", "GrpcRefresh:Storage:KeyRing", "that folder does not exist",
            "no caller is configured", "GrpcRefresh:Tls:CertificateFile does not exist", "GrpcRefresh:Proxy:Networks:0", "GrpcRefresh:Jobs:PollMin",
            "GrpcRefresh:Webhooks:Path is missing", "GrpcRefresh:Rotation:Secrets:nightly:Secret is missing",
        ];
        Assert.All(expected, part => Assert.Contains(part, run.Errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_with_a_secret_that_everybody_may_read_does_not_start()
    {
        OpenToOthers(PatFile);

        var (exitCode, errors) = await ServiceProcess.RefusedAsync(_settings);

        Assert.Equal(2, exitCode);
        Assert.Contains($"GrpcRefresh:{Credential}:PatSecretFile", errors, StringComparison.Ordinal);
        Assert.Contains("chmod o-rwx", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_settings_file_that_is_no_JSON_is_told_with_its_name()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "appsettings.json"), "{ \"GrpcRefresh\": { \"Rpc\" } }");

        var run = await CheckAsync($"--contentRoot={_folder.FullName}");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("appsettings.json", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    private void Set(string key, string value) => _settings[$"GrpcRefresh:{key}"] = value;

    private Task<ProgramRun> CheckAsync(params string[] more) =>
        ServerVerb.RunAsync(_settings["GrpcRefresh:Storage:Sqlite"]!, ["--check-config", .. more, .. _settings.Select(setting => $"--{setting.Key}={setting.Value}")]);

    private static void OpenToOthers(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        }
    }
}

using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.FunctionalTests.Secrets;

/// <summary>What the service is trusted with shows nowhere, however loud its log is.</summary>
public sealed class TableauSecretTests : IAsyncLifetime
{
    private const string PatSecret = "demo-secret";
    private const string Canary = "canary-d7f3a1-secret";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-canary-");
    private readonly DirectoryInfo _secrets = Directory.CreateTempSubdirectory("grpcrefresh-canary-secrets-");
    private readonly SecretScan _scan = new(PatSecret, Canary);
    private TableauSimulator _tableau = null!;
    private GrpcChannel _channel = null!;
    private Dictionary<string, string?> _settings = null!;

    private string PatFile => Path.Combine(_secrets.FullName, "pat");

    public async Task InitializeAsync()
    {
        _tableau = await TableauSimulator.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromMilliseconds(100) });
        var listen = $"http://127.0.0.1:{Ports.Free()}";
        _settings = ServiceSettings.For(_tableau.Url, listen, _folder.FullName);
        _settings.Remove("GrpcRefresh:Tableau:Servers:default:Sites:0:Credential:PatSecret");
        _settings["GrpcRefresh:Tableau:Servers:default:Sites:0:Credential:PatSecretFile"] = PatFile;
        _settings["GrpcRefresh:Rotation:Secrets:nightly:SecretFile"] = PatFile;
        _channel = GrpcChannel.ForAddress(listen);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _tableau.DisposeAsync();
        _folder.Delete(recursive: true);
        _secrets.Delete(recursive: true);
    }

    [Theory]
    [InlineData(PatSecret, JobState.Succeeded)]
    [InlineData(Canary, null)]
    public async Task A_run_that_logs_everything_shows_no_credential_whether_Tableau_takes_it_or_not(string secret, JobState? end)
    {
        PrivateAuthority.WritePrivately(PatFile, secret);
        await using var service = await ServiceProcess.StartAsync(_settings, _channel, LogLevel.Trace);

        Assert.Equal(end, await RefreshAsync());
        await RotateAsync();
        _scan.Process(service, environment: true);
        await _scan.FolderAsync(_folder.FullName);
        await service.TerminateAsync();
        _scan.Process(service, environment: true);
        await _scan.FolderAsync(_folder.FullName);

        Assert.Contains("trce: ", service.Output, StringComparison.Ordinal);
        _scan.AssertNothingFound();
    }

    [Fact]
    public async Task Traces_show_no_credential()
    {
        using var recorder = new ActivityRecorder();
        await using var service = await TestService.StartAsync();

        var started = await service.RefreshAsync(CallExtensions.Datasource("Orders", "Sales"));
        var ended = await service.EndOfAsync(started.Job.JobId);

        _scan.Message(ended);
        _scan.Activities(recorder);
        _scan.AssertNothingFound();
        Assert.Contains(recorder.Texts, text => text.Contains("/auth/signin", StringComparison.Ordinal));
    }

    private async Task<JobState?> RefreshAsync()
    {
        try
        {
            var answer = await new RefreshService.RefreshServiceClient(_channel).RefreshResourceAsync(
                new RefreshResourceRequest { Resource = CallExtensions.Datasource("Orders", "Sales") }, deadline: DateTime.UtcNow + CallExtensions.Patience);
            using var watch = new JobService.JobServiceClient(_channel).WatchJob(
                new WatchJobRequest { JobId = answer.Job.JobId }, deadline: DateTime.UtcNow + CallExtensions.Patience);
            var last = answer.Job;
            await foreach (var happened in watch.ResponseStream.ReadAllAsync())
            {
                _scan.Message(happened);
                last = happened.Job ?? last;
            }

            return last.State;
        }
        catch (RpcException refused)
        {
            Show(refused);
            return null;
        }
    }

    /// <summary>Refused whatever the service makes of it: the selector chooses nothing.</summary>
    private async Task RotateAsync() => Show(await Assert.ThrowsAsync<RpcException>(async () =>
        await new CredentialService.CredentialServiceClient(_channel).RotateConnectionCredentialsAsync(new RotateConnectionCredentialsRequest
        {
            Credential = new Credential { Inline = new InlineCredential { UserName = "svc", Secret = Canary + "\n", PreviousSecret = PatSecret } },
        })));

    private void Show(RpcException refused)
    {
        _scan.Text("an error", $"{refused}");
        refused.Trailers.ToList().ForEach(trailer => _scan.Bytes("a trailer", trailer.IsBinary ? trailer.ValueBytes : System.Text.Encoding.UTF8.GetBytes(trailer.Value)));
    }
}

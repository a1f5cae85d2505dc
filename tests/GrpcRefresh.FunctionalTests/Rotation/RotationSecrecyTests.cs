using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;
using Microsoft.Extensions.Logging;
using static GrpcRefresh.FunctionalTests.Rotation.RotationCalls;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>Secrets that nobody could miss, looked for everywhere after a full, a failed and a crashed run.</summary>
public sealed class RotationSecrecyTests : IAsyncLifetime
{
    private const string New = "canary-string-<&\"new\">-4f8a";
    private const string Previous = "canary-string-<&\"previous\">-77c1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-secrecy-");
    private readonly SecretScan _scan = new(New, Previous);
    private readonly ActivityRecorder _activities = new();
    private TableauSimulator _tableau = null!;
    private Dictionary<string, string?> _settings = [];
    private GrpcChannel _channel = null!;

    private JobService.JobServiceClient Jobs => new(_channel);

    private CredentialService.CredentialServiceClient Credentials => new(_channel);

    private static DateTime Deadline => DateTime.UtcNow + CallExtensions.Patience;

    public async Task InitializeAsync()
    {
        _tableau = await TableauSimulator.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromMilliseconds(300) });
        var listen = $"http://127.0.0.1:{Ports.Free()}";
        _settings = ServiceSettings.For(_tableau.Url, listen, _folder.FullName);
        _channel = GrpcChannel.ForAddress(listen);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        _activities.Dispose();
        await _tableau.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_run_that_succeeds_leaves_no_trace_of_its_secrets()
    {
        _tableau.World.Snowflake.SetSecrets(Operations, New);
        await using var service = await ServiceProcess.StartAsync(_settings, _channel, LogLevel.Trace);

        var job = await RunAsync(Ask(OnFailure.Stop));

        Assert.Equal(JobState.Succeeded, job.State);
        await ScanAsync(service);
    }

    [Fact]
    public async Task A_run_that_fails_and_goes_back_leaves_no_trace_of_its_secrets()
    {
        // Tableau's complaint quotes what it was sent.
        _tableau.Faults.Add(new Fault { Method = "PUT", Kind = FaultKind.Status, Code = "403023", Detail = $"You sent password=\"{New}\" to '{New}'.", Times = 1 });
        _tableau.World.Snowflake.SetSecrets(Operations, Previous);
        await using var service = await ServiceProcess.StartAsync(_settings, _channel, LogLevel.Trace);

        var refused = await RunAsync(Ask(OnFailure.RollBack));
        var back = await RunAsync(Ask(OnFailure.RollBack));

        Assert.Equal((JobState.Failed, JobState.Failed), (refused.State, back.State));
        Assert.Equal(1, back.Rotation.RolledBack);
        await ScanAsync(service);
    }

    [Fact]
    public async Task A_run_that_crashes_keeps_its_secrets_encrypted_until_it_has_ended()
    {
        _tableau.World.Snowflake.SetSecrets(Operations, New);
        _tableau.Settings.JobDuration = TimeSpan.FromMinutes(10);
        var crashed = await ServiceProcess.StartAsync(_settings, _channel, LogLevel.Trace);
        var begun = await Credentials.RotateConnectionCredentialsAsync(Ask(OnFailure.Stop), deadline: Deadline);
        using (var watch = Jobs.WatchJob(new WatchJobRequest { JobId = begun.Job.JobId }, deadline: Deadline))
        {
            while (await watch.ResponseStream.MoveNext(default) && watch.ResponseStream.Current.Job?.Rotation.Updated != 1)
            {
                _scan.Message(watch.ResponseStream.Current);
            }
        }

        await crashed.KillAsync();
        await ScanAsync(crashed);
        _tableau.Settings.JobDuration = TimeSpan.FromMilliseconds(300);
        _tableau.World.Jobs.ToList().ForEach(run => _tableau.World.ChangeJob(run.Luid, duration: TimeSpan.Zero));

        await using var service = await ServiceProcess.StartAsync(_settings, _channel, LogLevel.Trace);
        var job = await EndAsync(begun.Job.JobId);

        Assert.Equal(JobState.Succeeded, job.State);
        await ScanAsync(service);
    }

    [Fact]
    public async Task The_activities_of_a_run_tell_no_secret()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.World.Snowflake.SetSecrets(Operations, New);

        var (job, _) = await service.RunAsync(Ask(OnFailure.Stop));

        Assert.Equal(JobState.Succeeded, job.State);
        _scan.Activities(_activities);
        _scan.AssertNothingFound();
    }

    private static RotateConnectionCredentialsRequest Ask(OnFailure onFailure)
    {
        var request = Request(Operations, New, Previous);
        request.OnFailure = onFailure;
        return request;
    }

    private async Task<Job> RunAsync(RotateConnectionCredentialsRequest request)
    {
        var begun = await Credentials.RotateConnectionCredentialsAsync(request, deadline: Deadline);
        _scan.Message(begun);
        return await EndAsync(begun.Job.JobId);
    }

    /// <summary>Follows a rotation to its end; every event is looked at.</summary>
    private async Task<Job> EndAsync(string jobId)
    {
        using var watch = Jobs.WatchJob(new WatchJobRequest { JobId = jobId }, deadline: Deadline);
        while (await watch.ResponseStream.MoveNext(default))
        {
            _scan.Message(watch.ResponseStream.Current);
            if (watch.ResponseStream.Current is { Event: WatchEvent.Terminal, Job: var ended })
            {
                _scan.Message(await Credentials.ListRotationStepsAsync(new ListRotationStepsRequest { JobId = jobId }, deadline: Deadline));
                return ended;
            }
        }

        throw new InvalidOperationException("The stream ended before its job.");
    }

    private async Task ScanAsync(ServiceProcess service)
    {
        await _scan.FolderAsync(_folder.FullName);
        _scan.Process(service, environment: true);
        _scan.AssertNothingFound();
    }
}

using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>A simulated Tableau and the service as a process that dies and comes back.</summary>
internal sealed class RotationProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-rotation-");
    private readonly Dictionary<string, string?> _settings;
    private readonly GrpcChannel _channel;
    private ServiceProcess? _service;

    private RotationProcess(TableauSimulator tableau)
    {
        Tableau = tableau;
        var listen = $"http://127.0.0.1:{Ports.Free()}";
        _settings = ServiceSettings.For(tableau.Url, listen, _folder.FullName);
        _channel = GrpcChannel.ForAddress(listen);
    }

    public TableauSimulator Tableau { get; }

    public JobService.JobServiceClient Jobs => new(_channel);

    private CredentialService.CredentialServiceClient Credentials => new(_channel);

    private string Database => _settings["GrpcRefresh:Storage:Sqlite"]!;

    private static DateTime Deadline => DateTime.UtcNow + CallExtensions.Patience;

    public static async Task<RotationProcess> StartAsync(TableauSimulatorOptions options)
    {
        var process = new RotationProcess(await TableauSimulator.StartAsync(options));
        await process.StartAsync();
        return process;
    }

    public async Task StartAsync() => _service = await ServiceProcess.StartAsync(_settings, _channel);

    /// <summary>kill -9, and a new start, after which Tableau is well again.</summary>
    /// <param name="meanwhile">What happens while the service is dead.</param>
    public async Task RestartAsync(Action? meanwhile = null)
    {
        await _service!.KillAsync();
        await _service.DisposeAsync();
        _service = null;
        Tableau.Faults.Clear();
        meanwhile?.Invoke();
        await StartAsync();
    }

    /// <summary>SIGTERM; answers the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        var exitCode = await _service!.TerminateAsync();
        await _service.DisposeAsync();
        _service = null;
        return exitCode;
    }

    public async Task<RotateConnectionCredentialsResponse> RotateAsync(RotateConnectionCredentialsRequest request) =>
        await Credentials.RotateConnectionCredentialsAsync(request, deadline: Deadline);

    /// <summary>The steps that would be made, in their order.</summary>
    public async Task<IReadOnlyList<RotationStep>> RehearseAsync(RotateConnectionCredentialsRequest request)
    {
        var rehearsal = request.Clone();
        rehearsal.ValidateOnly = true;
        return [.. (await RotateAsync(rehearsal)).Plan.Steps];
    }

    /// <summary>An update that is still under way until the faults are cleared: the moment to die.</summary>
    public Fault Stall(string connection)
    {
        var fault = new Fault { Method = "PUT", Connection = connection, Kind = FaultKind.Slow, Delay = TimeSpan.FromHours(1) };
        Tableau.Faults.Add(fault);
        return fault;
    }

    /// <summary>Lets every refresh end that has begun, and every one that is still to begin.</summary>
    public void EndRuns()
    {
        Tableau.Settings.JobDuration = TimeSpan.Zero;
        foreach (var run in Tableau.World.Jobs.Where(run => run.FinishCode is null))
        {
            Tableau.World.ChangeJob(run.Luid, duration: TimeSpan.Zero);
        }
    }

    public async Task<Job> UntilAsync(string jobId, Func<Job, bool> condition)
    {
        using var watch = Jobs.WatchJob(new WatchJobRequest { JobId = jobId }, deadline: Deadline);
        await foreach (var happened in watch.ResponseStream.ReadAllAsync())
        {
            if (happened.Job is { } job && condition(job))
            {
                return job;
            }
        }

        throw new InvalidOperationException($"Job {jobId} ended first.");
    }

    public Task<Job> EndAsync(string jobId) =>
        UntilAsync(jobId, job => job.State is JobState.Succeeded or JobState.Failed or JobState.Cancelled);

    public async Task<IReadOnlyList<RotationStep>> StepsAsync(string jobId)
    {
        var page = await Credentials.ListRotationStepsAsync(new ListRotationStepsRequest { JobId = jobId, PageSize = 1_000 }, deadline: Deadline);
        return [.. page.Steps.Where(step => step.Connection.Obstacle == ConnectionObstacle.Unspecified)];
    }

    /// <summary>Stops the service, and checks what holds of every rotation that has ended, whatever befell it.</summary>
    public async Task<IReadOnlyList<RotationStep>> CloseAsync(string jobId)
    {
        var steps = await StepsAsync(jobId);
        Assert.DoesNotContain(steps.Select(step => (step.Number, step.State)), step => step.State is RotationStepState.Planned or RotationStepState.Updating);
        Assert.Equal(0, await TerminateAsync());
        Assert.Equal(0, SecretsKept());
        var verified = await ServerVerb.RunAsync(Database, "audit", "verify");
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
        return steps;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        await Tableau.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private long SecretsKept()
    {
        using var connection = new SqliteConnection($"Data Source={Database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from rotation_secrets";
        return (long)command.ExecuteScalar()!;
    }
}

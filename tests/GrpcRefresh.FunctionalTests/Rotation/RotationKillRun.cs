using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Rotation.RotationCalls;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>One rotation of 2,000 connections, through a service process that is killed at random moments.</summary>
internal sealed class RotationKillRun : IAsyncDisposable
{
    private const string New = "the-new-secret";
    private const int MostMegabytes = 300;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-rotation-");
    private readonly Dictionary<string, string?> _settings;
    private readonly GrpcChannel _channel;
    private readonly TableauSimulator _tableau;
    private readonly Random _random;
    private readonly List<string> _problems = [];
    private ServiceProcess? _service;
    private long _mostMegabytes;
    private int _kills;

    private RotationKillRun(TableauSimulator tableau, int seed)
    {
        (_tableau, _random) = (tableau, new Random(seed));
        var listen = $"http://127.0.0.1:{Ports.Free()}";
        _settings = LargeWorld.Settings(tableau, listen, _folder.FullName);
        _channel = GrpcChannel.ForAddress(listen);
    }

    public static async Task<RotationKillRun> StartAsync(int seed)
    {
        var run = new RotationKillRun(await LargeWorld.StartAsync(), seed);
        await run.StartServiceAsync();
        return run;
    }

    public async Task<RotationKillResult> RunAsync(int kills)
    {
        var clock = Stopwatch.StartNew();
        _tableau.World.Snowflake.SetSecrets(LargeWorld.User, New);
        var request = LargeWorld.Request(New);
        var job = await BeginAsync(request, diesFirst: kills > 0);
        foreach (var moment in Moments(kills - 1, job))
        {
            job = await FollowAsync(job, until: moment);
            await KillAsync();
        }

        job = await FollowAsync(job, until: int.MaxValue);
        var steps = await new CredentialService.CredentialServiceClient(_channel).StepsAsync(job.JobId);
        Judge(job, steps);
        return new RotationKillResult(steps.Count, _kills, _mostMegabytes, clock.Elapsed, _problems);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        await _tableau.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>After how many finished steps the service dies, spread at random over the run.</summary>
    private List<int> Moments(int kills, Job job)
    {
        var steps = job.Rotation.Planned + job.Rotation.Updating + job.Rotation.Updated + job.Rotation.Verified;
        return [.. Enumerable.Range(0, Math.Max(kills, 0)).Select(_ => _random.Next(steps)).Order()];
    }

    /// <summary>Asks until the rotation is recorded, once with a death while Tableau is still being asked for its connections.</summary>
    private async Task<Job> BeginAsync(RotateConnectionCredentialsRequest request, bool diesFirst)
    {
        if (diesFirst)
        {
            var cutOff = _channel.CreateCallInvoker();
            using var call = new CredentialService.CredentialServiceClient(cutOff).RotateConnectionCredentialsAsync(request, deadline: DateTime.UtcNow + CallExtensions.Patience);
            var asked = _tableau.Requests.Total;
            while (_tableau.Requests.Total < asked + _random.Next(1, 500) && !call.ResponseAsync.IsCompleted)
            {
                await Task.Yield();
            }

            await KillAsync();
            await call.ResponseAsync.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        return (await new CredentialService.CredentialServiceClient(_channel).RotateConnectionCredentialsAsync(
            request, deadline: DateTime.UtcNow + CallExtensions.Patience)).Job;
    }

    private async Task<Job> FollowAsync(Job job, int until)
    {
        using var watch = new JobService.JobServiceClient(_channel).WatchJob(
            new WatchJobRequest { JobId = job.JobId }, deadline: DateTime.UtcNow + TimeSpan.FromMinutes(5));
        await foreach (var happened in watch.ResponseStream.ReadAllAsync())
        {
            job = happened.Job ?? job;
            if (job.Rotation.Updated + job.Rotation.Verified >= until && job.Rotation.Updating > 0)
            {
                break;
            }
        }

        return job;
    }

    private async Task KillAsync()
    {
        _mostMegabytes = Math.Max(_mostMegabytes, _service!.PeakMegabytes);
        await _service.KillAsync();
        _kills++;
        await StartServiceAsync();
    }

    private async Task StartServiceAsync() => _service = await ServiceProcess.StartAsync(_settings, _channel);

    private void Judge(Job job, IReadOnlyList<RotationStep> steps)
    {
        _mostMegabytes = Math.Max(_mostMegabytes, _service!.PeakMegabytes);
        Demand(job.State == JobState.Succeeded, $"the job ended {job.State}: {job.Error?.Message}");
        Demand(steps.Count == LargeWorld.Connections, $"{steps.Count} steps");
        foreach (var step in steps)
        {
            var wanted = step.Canary ? RotationStepState.Verified : RotationStepState.Updated;
            Demand(step.State == wanted, $"step {step.Number} ended {step.State}: {step.Detail}{step.Error?.Message}");
            var connection = LargeWorld.Connection(_tableau, step.Connection);
            Demand(connection.Holds(New), $"step {step.Number} left its connection with another secret");
            Demand(connection.SecretsGiven == 1, $"step {step.Number} gave its connection {connection.SecretsGiven} different secrets");
        }

        Demand(_mostMegabytes < MostMegabytes, $"the service took {_mostMegabytes} MB");
    }

    private void Demand(bool holds, string problem)
    {
        if (!holds)
        {
            _problems.Add(problem);
        }
    }
}

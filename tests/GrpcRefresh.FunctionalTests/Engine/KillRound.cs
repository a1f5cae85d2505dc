using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Simulation.Jobs;
using GrpcRefresh.V1;
using Job = GrpcRefresh.V1.Job;
using JobState = GrpcRefresh.V1.JobState;

namespace GrpcRefresh.FunctionalTests.Engine;

/// <summary>Fifty refreshes through one service whose days are numbered.</summary>
internal sealed class KillRound : IAsyncDisposable
{
    private const int Count = 50;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-kills-");
    private readonly Dictionary<string, string?> _settings;
    private readonly GrpcChannel _channel;
    private readonly TableauSimulator _tableau;
    private readonly Random _random;
    private readonly int _seed;
    private ServiceProcess? _service;
    private int _kills;

    private KillRound(TableauSimulator tableau, int seed, Hazards hazards)
    {
        (_tableau, _seed, Hazards, _random) = (tableau, seed, hazards, new Random(seed));
        var listen = $"http://127.0.0.1:{Ports.Free()}";
        _settings = ServiceSettings.For(tableau.Url, listen, _folder.FullName);
        _channel = GrpcChannel.ForAddress(listen);
    }

    public Hazards Hazards { get; }

    public static async Task<KillRound> StartAsync(int seed, Hazards hazards)
    {
        var tableau = await TableauSimulator.StartAsync(new TableauSimulatorOptions
        {
            Datasources = Count,
            Backgrounders = 10,
            JobDuration = TimeSpan.FromMilliseconds(600),
        });
        tableau.Settings.Latency = TimeSpan.FromMilliseconds(10);
        var round = new KillRound(tableau, seed, hazards);
        round.Prepare();
        round._service = await ServiceProcess.StartAsync(round._settings, round._channel);
        return round;
    }

    public async Task<KillRoundResult> RunAsync()
    {
        var clock = Stopwatch.StartNew();
        using var ended = new CancellationTokenSource();
        var killer = Hazards.HasFlag(Hazards.Kills) ? KillAsync(ended.Token) : Task.CompletedTask;
        var callers = Enumerable.Range(1, Count)
            .Select(number => new StubbornCaller(_channel, new Random(_seed + number), Hazards.HasFlag(Hazards.Disconnects)))
            .ToList();
        var stories = await Task.WhenAll(callers.Select((caller, i) => caller.RefreshAndWatchAsync(NameOf(i + 1))));
        await ended.CancelAsync();
        await killer;

        var problems = stories.SelectMany(story => story.Problems).ToList();
        var asComputed = stories.Count(story => EndedAsComputed(story.Last, problems));
        problems.AddRange(await AuditProblemsAsync());
        return new KillRoundResult(
            Count, asComputed, _kills, callers.Sum(caller => caller.Disconnects), _tableau.Faults.All.Sum(fault => fault.Hits), clock.Elapsed, problems);
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

    private static string NameOf(int number) => $"Datasource {number:0000}";

    /// <summary>Some runs fail, so that an outcome cannot be guessed.</summary>
    private void Prepare()
    {
        foreach (var item in _tableau.World.Items.Where(item => item.Name.StartsWith("Datasource ", StringComparison.Ordinal)))
        {
            var outcome = _random.Next(3) == 0 ? JobOutcome.Failed : JobOutcome.Success;
            _tableau.World.ChangeItem(item.Luid, current => current with { NextOutcome = outcome });
        }

        if (Hazards.HasFlag(Hazards.Faults))
        {
            Add("POST", "/sites/*/datasources/*/refresh", FaultKind.DropReply, null);
            Add("POST", "/sites/*/datasources/*/refresh", FaultKind.Reset, null);
            Add("GET", "/sites/*/jobs", FaultKind.Status, 500);
            Add("GET", "/sites/*/jobs/*", FaultKind.Html, 503);
            Add("GET", "/sites/*/jobs/*", FaultKind.Reset, null);
            Add("GET", "/sites/*/jobs", FaultKind.Sso, null);
        }
    }

    private void Add(string method, string path, FaultKind kind, int? status) => _tableau.Faults.Add(new Fault
    {
        Method = method,
        Path = path,
        Kind = kind,
        Status = status,
        Probability = 0.08,
        Seed = _random.Next(),
    });

    private async Task KillAsync(CancellationToken ended)
    {
        try
        {
            while (true)
            {
                // The moment is the hazard itself, not a wait for something.
                await Task.Delay(_random.Next(50, 1_500), ended);
                await _service!.KillAsync();
                _kills++;
                await _service.DisposeAsync();
                // Should the next one not start, that is what the test is to tell.
                _service = null;
                _service = await ServiceProcess.StartAsync(_settings, _channel);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // All jobs have ended.
        }
    }

    /// <summary>However it was killed, the audit holds, and nothing runs in Tableau that it does not know of.</summary>
    private async Task<IEnumerable<string>> AuditProblemsAsync()
    {
        var database = _settings["GrpcRefresh:Storage:Sqlite"]!;
        var verified = await ServerVerb.RunAsync(database, "audit", "verify");
        var intended = (await ServerVerb.ExportAsync(database))
            .Where(row => row.Text("action") == "TABLEAU_REFRESH" && row.Text("outcome") == "INTENDED")
            .Select(row => row.Text("itemLuid"))
            .ToHashSet();
        return _tableau.World.Jobs.Where(run => !intended.Contains(run.ItemLuid)).Select(run => $"{run.ItemName}: runs without a row in the audit")
            .Concat(verified.ExitCode == 0 ? [] : verified.Lines);
    }

    private bool EndedAsComputed(Job job, List<string> problems)
    {
        var runs = _tableau.World.Jobs.Where(run => run.ItemName == job.Resource.Name).ToList();
        if (runs.Count != 1)
        {
            problems.Add($"{job.Resource.Name}: {runs.Count} runs in Tableau, job {job.JobId} after {job.Attempt} attempts");
            return false;
        }

        var expected = runs[0].FinishCode == 0 ? JobState.Succeeded : JobState.Failed;
        if (job.State != expected || job.TableauJobId != runs[0].Luid)
        {
            problems.Add($"{job.Resource.Name}: {job.State} ({job.Error?.Message}), Tableau computed {expected}");
            return false;
        }

        return true;
    }
}

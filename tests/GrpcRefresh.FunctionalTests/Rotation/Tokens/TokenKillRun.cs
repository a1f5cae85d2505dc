using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>Token rotations one after the other, through a service process that is killed once in each, at a chosen request to Tableau or Snowflake.</summary>
internal sealed class TokenKillRun : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-token-kills-");
    private readonly KillGate _gate;
    private readonly TokenWorld _world;
    private readonly Dictionary<string, string?> _settings;
    private readonly GrpcChannel _channel;
    private readonly List<string> _problems = [];
    private readonly TokenKillStory _story;
    private ServiceProcess? _service;

    private TokenKillRun(TokenWorld world, KillGate gate, TokenKillStory story)
    {
        (_world, _gate, _story) = (world, gate, story);
        var listen = $"http://127.0.0.1:{Ports.Free()}";
        _settings = ServiceSettings.For(world.Tableau.Url, listen, _folder.FullName);
        world.Configure(_settings);
        // A cell is to take little more than a start of the process.
        _settings["GrpcRefresh:Jobs:PollMin"] = _settings["GrpcRefresh:Jobs:PollMax"] = "00:00:00.1";
        _settings["GrpcRefresh:Rotation:Tokens:HistoryPatience"] = "00:00:05";
        _channel = GrpcChannel.ForAddress(listen);
    }

    private CredentialService.CredentialServiceClient Credentials => new(_channel);

    private static DateTime Deadline => DateTime.UtcNow + CallExtensions.Patience;

    public static async Task<TokenKillRun> StartAsync(TokenKillStory story)
    {
        var gate = new KillGate();
        var run = new TokenKillRun(
            await TokenWorld.StartAsync(TimeSpan.Zero, around: gate.AroundAsync), gate, story);
        run._world.RemoveOtherItems();
        story.Prepare(run._world);
        await run.StartServiceAsync();
        return run;
    }

    /// <summary>How many requests a rotation takes that nobody kills.</summary>
    public async Task<int> CountAsync()
    {
        _gate.Arm(0, afterEffect: false);
        var request = _story.Request();
        var job = await EndAsync((await Credentials.RotateConnectionCredentialsAsync(request, deadline: Deadline)).Job.JobId);
        var count = _gate.Count;
        Judge(job);
        _world.Reset();
        return _problems.Count == 0 ? count : throw new InvalidOperationException(string.Join(Environment.NewLine, _problems));
    }

    public async Task<TokenKillResult> RunAsync(TokenKillCell cell)
    {
        _problems.Clear();
        var clock = Stopwatch.StartNew();
        _gate.Arm(cell.Request, cell.AfterEffect);
        var request = _story.Request();
        var first = FirstAsync(request);
        var where = await Task.WhenAny(_gate.Held, first) == _gate.Held ? await _gate.Held : "";
        if (where.Length > 0)
        {
            await _service!.KillAsync();
            Look("after the kill");
            _gate.Arm(0, afterEffect: false);
            await StartServiceAsync();
        }

        await first;
        // The same request finds the rotation, or begins it if the service died before it was recorded.
        var again = await Credentials.RotateConnectionCredentialsAsync(request, deadline: Deadline);
        if (_story.IsCancelled)
        {
            await CancelAsync(again.Job.JobId);
        }

        var job = await EndAsync(again.Job.JobId);
        Judge(job);
        var token = job.Rotation.Tokens[0];
        _world.Reset();
        return new TokenKillResult(cell, where, job.State, token.State, token.Detail, clock.Elapsed, [.. _problems]);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        await _world.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartServiceAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        _service = await ServiceProcess.StartAsync(_settings, _channel);
    }

    /// <summary>Ends with the rotation, or with the process.</summary>
    private async Task FirstAsync(RotateConnectionCredentialsRequest request)
    {
        try
        {
            await EndAsync((await Credentials.RotateConnectionCredentialsAsync(request, deadline: Deadline)).Job.JobId);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled)
        {
            // Killed, as it was meant to be.
        }
    }

    private async Task<Job> EndAsync(string jobId)
    {
        using var watch = new JobService.JobServiceClient(_channel).WatchJob(new WatchJobRequest { JobId = jobId }, deadline: Deadline);
        var job = new Job();
        await foreach (var happened in watch.ResponseStream.ReadAllAsync())
        {
            job = happened.Job ?? job;
        }

        return job;
    }

    private async Task CancelAsync(string jobId)
    {
        try
        {
            await new JobService.JobServiceClient(_channel).CancelJobAsync(new CancelJobRequest { JobId = jobId }, deadline: Deadline);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
        {
            // It had ended before.
        }
    }

    private IEnumerable<string> Expected(RotationToken token) => token.State switch
    {
        RotationTokenState.Replaced => [token.TokenName],
        RotationTokenState.Withdrawn => [TokenWorld.Old],
        // Cancelled while Snowflake was being asked to remove the old one.
        _ when _story.IsCancelled => [$"{TokenWorld.Old} {token.TokenName}", token.TokenName],
        _ => [$"{TokenWorld.Old} {token.TokenName}"],
    };

    /// <summary>What must hold at any moment.</summary>
    private void Look(string when)
    {
        foreach (var item in _world.Items.Where(item => !_world.Accepts(item.Connections[0])))
        {
            _problems.Add($"{when}: '{item.Name}' holds what Snowflake does not accept");
        }

        var made = _world.Tokens.Where(token => token != TokenWorld.Old).ToList();
        if (made.Count > 1)
        {
            _problems.Add($"{when}: {made.Count} tokens of the rotation are there: {string.Join(", ", made)}");
        }
    }

    private void Judge(Job job)
    {
        Look("at the end");
        if (job.Rotation?.Tokens is not [var ended] || !_story.Ends.Contains((job.State, ended.State)))
        {
            _problems.Add($"the rotation ended {job.State}: {job.Error?.Message} {string.Join("; ", job.Rotation?.Tokens ?? [])}");
        }
        else if (!Expected(ended).Contains(string.Join(" ", _world.Tokens)))
        {
            _problems.Add($"at the end: the tokens are {string.Join(", ", _world.Tokens)}");
        }

        foreach (var item in _world.Items)
        {
            var refresh = _world.Tableau.World.StartScheduledRefresh(item.Luid);
            if (_world.Tableau.World.Jobs.Single(one => one.Luid == refresh.Luid).FinishCode != 0)
            {
                _problems.Add($"'{item.Name}' cannot be refreshed at the end");
            }

            // Else the next rotation, which loses an answer, might take it for its own.
            _world.Tableau.World.Vanish(refresh.Luid);
        }
    }
}

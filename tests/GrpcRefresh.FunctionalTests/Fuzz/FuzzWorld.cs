using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Rotation;
using GrpcRefresh.Server.Callers.Keys;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using Microsoft.Extensions.Configuration;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>A service as a process of its own, with a past and callers of every role, and both of its doors.</summary>
internal sealed class FuzzWorld : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-fuzz-");
    private readonly Dictionary<string, string?> _settings;
    private readonly TableauSimulator _tableau;
    private readonly GrpcChannel _channel;

    private FuzzWorld(TableauSimulator tableau)
    {
        _tableau = tableau;
        _channel = GrpcChannel.ForAddress(Rpc);
        _settings = ServiceSettings.For(tableau.Url, $"http://{Rpc.Authority}", _folder.FullName);
        _settings["GrpcRefresh:Gateway:Listen"] = $"http://{Gateway.Authority}";
        // Bounds on haste have tests of their own; here they would turn most requests away unread. A change that slips through is bounded.
        _settings["GrpcRefresh:Callers:RequestsPerSecond"] = _settings["GrpcRefresh:Callers:Burst"] = _settings["GrpcRefresh:Callers:FailuresBeforeDelay"] = "1000000";
        _settings["GrpcRefresh:Jobs:MaxActive"] = "20";
    }

    public Uri Rpc { get; } = new($"http://127.0.0.1:{Ports.Free()}");

    public Uri Gateway { get; } = new($"http://127.0.0.1:{Ports.Free()}");

    public ServiceProcess Service { get; private set; } = null!;

    /// <summary>The credentials that requests come with: one of each role, one of a narrow scope, none and a bad one.</summary>
    public IReadOnlyList<string?> Keys { get; private set; } = [];

    /// <summary>Mostly a good one, because whoever has none does not come far.</summary>
    public string? KeyFor(Random random) => Keys[random.OneIn(10) ? random.Next(Keys.Count) : random.Next(Keys.Count - 2)];

    public Job Refreshed { get; private set; } = null!;

    public Job Rotated { get; private set; } = null!;

    public string ResumeToken { get; private set; } = "";

    public static async Task<FuzzWorld> StartAsync()
    {
        var world = new FuzzWorld(await TableauSimulator.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromMilliseconds(50), Backgrounders = 100 }));
        world.Service = await ServiceProcess.StartAsync(world._settings, world._channel);
        await world.LiveAsync();
        world.MakeKeys();
        return world;
    }

    /// <summary>How many jobs there are now, up to a thousand.</summary>
    public async Task<int> CountJobsAsync()
    {
        var headers = new Metadata { { "authorization", $"Bearer {Keys[0]}" } };
        return (await new JobService.JobServiceClient(_channel).ListJobsAsync(new ListJobsRequest { PageSize = 1_000 }, headers, DateTime.UtcNow + Patience)).Jobs.Count;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Service.DisposeAsync();
        await _tableau.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task LiveAsync()
    {
        var (refreshes, rotations) = (new RefreshService.RefreshServiceClient(_channel), new CredentialService.CredentialServiceClient(_channel));
        var refresh = await refreshes.RefreshResourceAsync(
            new RefreshResourceRequest { Resource = Datasource("Orders", "Sales"), Labels = { ["team"] = "data" } }, deadline: DateTime.UtcNow + Patience);
        var request = RotationCalls.Request(RotationCalls.Operations, "another-secret");
        request.Verification = Verification.ReadBack;
        var rotation = await rotations.RotateConnectionCredentialsAsync(request, deadline: DateTime.UtcNow + Patience);
        (Refreshed, ResumeToken) = await EndOfAsync(refresh.Job.JobId);
        (Rotated, _) = await EndOfAsync(rotation.Job.JobId);
    }

    private async Task<(Job Job, string Token)> EndOfAsync(string jobId)
    {
        using var watch = new JobService.JobServiceClient(_channel).WatchJob(new WatchJobRequest { JobId = jobId }, deadline: DateTime.UtcNow + Patience);
        var events = new List<WatchJobResponse>();
        await foreach (var happened in watch.ResponseStream.ReadAllAsync())
        {
            events.Add(happened);
        }

        return (events[^1].Job, events[^1].ResumeToken);
    }

    private void MakeKeys()
    {
        var file = new ApiKeyFile(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build(), TimeProvider.System);
        string New(string name, Role role, CallerScope scope) => file.Create(new ApiKeyRequest(name, role, scope, null))!.Value.Text.Reveal();
        Keys =
        [
            New("admin", Role.Admin, CallerScope.Everything),
            New("rotator", Role.Rotator, CallerScope.Everything),
            New("refresher", Role.Refresher, CallerScope.Everything),
            New("viewer", Role.Viewer, CallerScope.Everything),
            New("narrow", Role.Admin, new CallerScope([], [""], [["Sales"]])),
            null,
            "grk_0123456789abcdef_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ];
    }
}

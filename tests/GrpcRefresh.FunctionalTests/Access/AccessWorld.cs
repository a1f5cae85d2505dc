using Grpc.Core;
using GrpcRefresh.FunctionalTests.Gateway;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Rotation;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Access;

/// <summary>A service with callers, a job that has ended, one that waits in Tableau, and a rotation; all of them in project Operations.</summary>
public sealed class AccessWorld : IAsyncLifetime
{
    private readonly Dictionary<(Role, AccessPlace), Metadata> _callers = [];
    private GatewayService _gateway = null!;
    private KeyRing _keys = null!;
    private bool? _saw;

    internal HttpClient Http => _gateway.Http;

    internal ChannelBase Channel => Service.Channel;

    private TestService Service => _gateway.Service;

    internal static ResourceRef Shipments => CallExtensions.Datasource("Shipments", "Operations");

    internal RefreshService.RefreshServiceClient Refreshes => Service.Refreshes;

    internal JobService.JobServiceClient Jobs => Service.Jobs;

    internal CredentialService.CredentialServiceClient Credentials => Service.Credentials;

    internal string RefreshJobId { get; private set; } = "";

    internal string WaitingJobId { get; private set; } = "";

    internal string RotationJobId { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _gateway = await GatewayService.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.Zero });
        _keys = new KeyRing(Service);
        // Before there are callers, by whoever reaches the service.
        RotationJobId = (await Service.RunAsync(Plain(RotationCalls.Request(RotationCalls.Operations, RotationCalls.OldSecretOfOperations)))).Job.JobId;
        RefreshJobId = (await Service.RefreshAsync(Shipments)).Job.JobId;
        await Service.EndOfAsync(RefreshJobId);
        await NewWaitingJobAsync();
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    /// <summary>What a list is asked for: whether the content or the job of this world is in it.</summary>
    internal void Saw(bool it) => _saw = it;

    /// <summary>Makes a call and answers what it was refused with, and what it saw.</summary>
    internal async Task<(RpcException? Refused, bool? Saw)> TryAsync(AccessSample sample, Role role, AccessPlace place)
    {
        _saw = null;
        try
        {
            await sample.Call(this, new CallOptions(HeadersOf(role, place), DateTime.UtcNow + CallExtensions.Patience));
            return (null, _saw);
        }
        catch (RpcException refused)
        {
            return (refused, _saw);
        }
    }

    /// <summary>In place of the one that an admin of the matrix has just cancelled.</summary>
    internal async Task NewWaitingJobAsync()
    {
        Service.Tableau.Settings.JobDuration = TimeSpan.FromHours(1);
        var headers = _callers.Count == 0 ? [] : HeadersOf(Role.Admin, AccessPlace.Everywhere);
        var answer = await Refreshes.RefreshResourceAsync(
            new RefreshResourceRequest { Resource = CallExtensions.Datasource("Inventory Snapshot", "Operations") }, headers, DateTime.UtcNow + CallExtensions.Patience);
        WaitingJobId = answer.Job.JobId;
    }

    internal Metadata HeadersOf(Role role, AccessPlace place)
    {
        if (!_callers.TryGetValue((role, place), out var headers))
        {
            _callers[(role, place)] = headers = _keys.New($"{role}-{place}", role, place.Scope());
        }

        return headers;
    }

    private static RotateConnectionCredentialsRequest Plain(RotateConnectionCredentialsRequest request)
    {
        request.Verification = Verification.None;
        return request;
    }
}

using Google.Protobuf;
using Grpc.Core;
using GrpcRefresh.FunctionalTests.Access;
using GrpcRefresh.FunctionalTests.Callers;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>A service with callers, each of whom may have one stream: who asked for a job that runs, who has a stream open, and whose key is revoked.</summary>
public sealed class CallerDoorWorld : IAsyncLifetime
{
    private readonly Dictionary<string, string> _keys = new() { ["stranger"] = $"grk_{new string('0', 16)}_{new string('0', 64)}" };
    private AsyncServerStreamingCall<WatchJobsResponse>? _watch;
    private string _jobId = "";

    /// <summary>In a request, for the id of the job that runs.</summary>
    internal const string ItsJob = "its job";

    internal static ResourceRef Orders => CallExtensions.Datasource("Orders", "Sales");

    internal GatewayService Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Gateway = await GatewayService.StartAsync(
            new TableauSimulatorOptions { JobDuration = TimeSpan.FromMinutes(30) }, all => all["GrpcRefresh:Callers:MaxOpenCalls"] = "1");
        Make("viewer", Role.Viewer);
        Make("refresher", Role.Refresher);
        Make("other", Role.Refresher);
        Make("narrow", Role.Refresher, new CallerScope([], [], [["Finance"]]));
        Make("busy", Role.Viewer);
        Make("gone", Role.Viewer);
        var jobs = Gateway.Service.Jobs;
        Assert.Equal(0, (await ServerVerb.RunAsync(Gateway.Service.Database, "key", "revoke", "gone")).ExitCode);
        await CallerCalls.UntilAsync(() => CallerCalls.CodeAsync(jobs.ListJobsAsync(new ListJobsRequest(), With("gone"))), StatusCode.Unauthenticated);
        _jobId = (await Gateway.Service.Refreshes.RefreshResourceAsync(new RefreshResourceRequest { Resource = Orders }, With("refresher"))).Job.JobId;
        _watch = jobs.WatchJobs(new WatchJobsRequest(), With("busy").WithDeadline(DateTime.UtcNow.AddHours(1)));
        Assert.True(await _watch.ResponseStream.MoveNext(default));
    }

    public async Task DisposeAsync()
    {
        _watch?.Dispose();
        Assert.Empty(Gateway.Service.Errors.Entries);
        await Gateway.DisposeAsync();
    }

    internal string KeyOf(string caller) => _keys[caller];

    /// <summary>A copy of a request, about the job that runs if that is what it asks for.</summary>
    internal IMessage Fill(IMessage request)
    {
        var copy = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        if (copy.Descriptor.FindFieldByName("job_id") is { } field && ItsJob.Equals(field.Accessor.GetValue(copy)))
        {
            field.Accessor.SetValue(copy, _jobId);
        }

        return copy;
    }

    private CallOptions With(string caller) => CallerCalls.With(_keys[caller]);

    private void Make(string name, Role role, CallerScope? scope = null) =>
        _keys[name] = new KeyRing(Gateway.Service).New(name, role, scope).GetValue("authorization")!["Bearer ".Length..];
}

using System.Net;
using Grpc.Core;
using GrpcRefresh.FunctionalTests.Access;
using GrpcRefresh.FunctionalTests.Gateway;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.FunctionalTests.Abuse;

/// <summary>One caller's bounds, which count for both doors together and for nobody else.</summary>
public sealed class CallerBoundTests : IAsyncLifetime
{
    private GatewayService _gateway = null!;
    private Metadata _one = null!;
    private Metadata _other = null!;

    public async Task InitializeAsync()
    {
        _gateway = await GatewayService.StartAsync(settings: all =>
        {
            all["GrpcRefresh:Callers:RequestsPerSecond"] = "1";
            all["GrpcRefresh:Callers:Burst"] = "20";
            all["GrpcRefresh:Callers:MaxOpenCalls"] = "4";
        });
        var keys = new KeyRing(_gateway.Service);
        (_one, _other) = (keys.New("one", Role.Viewer), keys.New("other", Role.Viewer));
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_caller_in_haste_is_slowed_down_at_both_doors_and_no_other_caller()
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 40; i++)
        {
            using var answer = await GetAsync("/v1/jobs", _one);
            statuses.Add(answer.StatusCode);
        }

        using var refused = await GetAsync("/v1/jobs", _one);
        var atOtherDoor = await Assert.ThrowsAsync<RpcException>(() => ListAsync(_one));

        Assert.Contains(HttpStatusCode.OK, statuses);
        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (refused.StatusCode, $"{refused.Headers.RetryAfter}"));
        var details = JsonDoor.RefusalOf(await refused.Content.ReadAsStringAsync(), 429);
        Assert.Equal(("RATE_LIMITED", "1"), (details.All<ErrorInfo>().Single().Reason, details.All<ErrorInfo>().Single().Metadata["bound"]));
        Assert.Single(details.All<RetryInfo>());
        Assert.Equal(StatusCode.ResourceExhausted, atOtherDoor.StatusCode);
        Assert.Single(atOtherDoor.Details().All<RetryInfo>());
        await ListAsync(_other);
    }

    [Fact]
    public async Task Idle_watches_of_both_doors_count_together()
    {
        var open = new List<IDisposable>();
        for (var i = 0; i < 2; i++)
        {
            var watch = _gateway.Service.Jobs.WatchJobs(new WatchJobsRequest(), _one, DateTime.UtcNow + CallExtensions.Patience);
            Assert.True(await watch.ResponseStream.MoveNext(default));
            open.Add(watch);
            var json = await GetAsync("/v1/jobs:watch", _one);
            Assert.Equal(HttpStatusCode.OK, json.StatusCode);
            open.Add(json);
        }

        using var refused = await GetAsync("/v1/jobs:watch", _one);
        using var others = await GetAsync("/v1/jobs:watch", _other);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (refused.StatusCode, others.StatusCode));
        Assert.Equal("4", JsonDoor.RefusalOf(await refused.Content.ReadAsStringAsync(), 429).All<ErrorInfo>().Single().Metadata["bound"]);
        open.ForEach(one => one.Dispose());
    }

    [Fact]
    public async Task Whoever_tries_keys_waits_longer_and_longer_and_locks_nobody_out()
    {
        var bad = KeyRing.Headers("grk_0123456789abcdef_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
        for (var i = 0; i < 14; i++)
        {
            using var answer = await GetAsync("/v1/jobs", bad);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        // The next wait is one of a second and more.
        var held = GetAsync("/v1/jobs", bad);
        using (var good = await GetAsync("/v1/jobs", _other))
        {
            Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        }

        Assert.False(held.IsCompleted);
        using var refused = await held;
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Without_configuration_a_caller_has_a_thousand_idle_watches_and_the_others_get_in()
    {
        const int Bound = 1_000;
        await using var gateway = await GatewayService.StartAsync(settings: all => all["GrpcRefresh:Callers:Burst"] = "10000");
        var keys = new KeyRing(gateway.Service);
        var (greedy, other) = (keys.New("greedy", Role.Viewer), keys.New("modest", Role.Viewer));

        var watches = await Task.WhenAll(Enumerable.Range(0, Bound).Select(_ => OpenAsync(greedy)));
        var refused = await Assert.ThrowsAsync<RpcException>(() => OpenAsync(greedy));
        using var others = await OpenAsync(other);

        var info = refused.Info();
        Assert.Equal(("RATE_LIMITED", "GrpcRefresh:Callers:MaxOpenCalls", $"{Bound}"), (info.Reason, info.Metadata["limit"], info.Metadata["bound"]));
        Array.ForEach(watches, watch => watch.Dispose());

        async Task<AsyncServerStreamingCall<WatchJobsResponse>> OpenAsync(Metadata caller)
        {
            var watch = gateway.Service.Jobs.WatchJobs(new WatchJobsRequest(), caller, DateTime.UtcNow + (2 * CallExtensions.Patience));
            Assert.True(await watch.ResponseStream.MoveNext(default));
            return watch;
        }
    }

    private async Task ListAsync(Metadata caller) =>
        await _gateway.Service.Jobs.ListJobsAsync(new ListJobsRequest(), caller, DateTime.UtcNow + CallExtensions.Patience);

    private async Task<HttpResponseMessage> GetAsync(string target, Metadata caller)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.TryAddWithoutValidation("Authorization", caller.GetValue("authorization"));
        return await _gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}

using System.Net.Http.Headers;
using System.Text.Json;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Callers;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Deployment;

public sealed class ComposeTests
{
    private readonly ComposeFile _compose = new();

    [NginxFact]
    public async Task What_it_starts_refreshes_through_the_edge_at_both_doors()
    {
        await using var world = await ComposeWorld.StartAsync();
        using var channel = GrpcChannel.ForAddress(world.Edge.Rpc, new GrpcChannelOptions { HttpHandler = world.Edge.Handler(), DisposeHttpClient = true });
        using var http = new HttpClient(world.Edge.Handler()) { BaseAddress = world.Edge.Gateway, Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", world.Key);

        var request = new RefreshResourceRequest { Resource = Datasource("Orders", "Sales"), RequestId = $"{Guid.NewGuid()}" };
        var job = (await new RefreshService.RefreshServiceClient(channel).RefreshResourceAsync(request, CallerCalls.With(world.Key))).Job;
        using var waited = await http.GetAsync($"/v1/jobs/{job.JobId}:wait?timeout=40s");
        var answer = await waited.Content.ReadAsStringAsync();
        http.DefaultRequestHeaders.Authorization = null;
        using var stranger = await http.GetAsync("/v1/jobs");

        Assert.True(waited.IsSuccessStatusCode, answer);
        Assert.Equal("JOB_STATE_SUCCEEDED", JsonDocument.Parse(answer).RootElement.GetProperty("job").GetProperty("state").GetString());
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    [Fact]
    public void Every_program_of_ours_runs_as_nobody_special_on_a_file_system_that_it_cannot_change()
    {
        foreach (var name in new[] { "grpcrefresh", "simulator" })
        {
            var service = _compose.Service(name);
            Assert.Equal("true", service.Text("read_only"));
            Assert.Equal(["ALL"], service.Texts("cap_drop"));
            Assert.Contains("no-new-privileges:true", service.Texts("security_opt"));
            Assert.Null(service.At("ports"));
        }
    }

    [Fact]
    public void The_simulator_comes_along_only_when_it_is_asked_for() => Assert.Equal(["demo"], _compose.Service("simulator").Texts("profiles"));

    [Fact]
    public void The_service_believes_the_edge_alone() =>
        Assert.Equal(_compose.Service("nginx").Text("networks", "edge", "ipv4_address"), _compose.EnvironmentOf("grpcrefresh")["GRPCREFRESH__PROXY__NETWORKS__0"]);

    [Fact]
    public void Every_file_that_it_mounts_or_builds_from_is_in_the_tree()
    {
        var mounted = _compose.Service("nginx").Texts("volumes").Select(volume => volume.Split(':')[0]).Where(path => path.EndsWith(".conf", StringComparison.Ordinal));
        var built = new[] { "grpcrefresh", "simulator" }.Select(name => _compose.Service(name).Text("build", "dockerfile"));

        Assert.All(mounted.Concat(built), path => Assert.True(File.Exists(Path.Combine(Infrastructure.Checkout.Root, path)), path));
    }
}

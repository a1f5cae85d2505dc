using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Callers;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Deployment;

public sealed partial class ComposeTests
{
    private static readonly string[] Ours = ["grpcrefresh", "simulator"];

    private static readonly Dictionary<string, string> Theirs = new()
    {
        ["TABLEAU_URL"] = "https://tableau.example.com",
        ["TABLEAU_SITE"] = "",
        ["TABLEAU_PAT_NAME"] = "svc-refresh",
    };

    private readonly string _edge = File.ReadAllText(Path.Combine(Infrastructure.Checkout.Root, "deploy", "nginx", "grpcrefresh.conf"));
    private readonly ComposeFile _compose = new(ComposeFile.Demo);

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
        foreach (var name in Ours)
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

    [Theory]
    [InlineData("TABLEAU_URL")]
    [InlineData("TABLEAU_SITE")]
    [InlineData("TABLEAU_PAT_NAME")]
    public void Without_the_demo_nothing_starts_before_it_is_told_which_Tableau_it_is_for(string missing)
    {
        var compose = new ComposeFile(Theirs.Where(variable => variable.Key != missing).ToDictionary());

        var refused = Assert.Throws<InvalidOperationException>(() => compose.EnvironmentOf("grpcrefresh"));

        Assert.Contains($"{missing} must be", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_demo_Tableau_is_asked_over_TLS_alone()
    {
        var settings = new ComposeFile(Theirs).EnvironmentOf("grpcrefresh");

        Assert.Equal("false", settings["GRPCREFRESH__TABLEAU__SERVERS__DEFAULT__ALLOWHTTP"]);
        Assert.DoesNotContain(settings.Values, value => value.Contains("simulator", StringComparison.Ordinal) || value == "demo");
    }

    [Fact]
    public void What_nginx_listens_on_is_what_is_published() => Assert.Equal(
        ListenLine().Matches(_edge).Select(line => $"{line.Groups[1].Value}:{line.Groups[1].Value}"),
        _compose.Service("nginx").Texts("ports"));

    [Fact]
    public void What_is_mounted_for_nginx_is_where_it_looks()
    {
        var targets = _compose.Service("nginx").Texts("volumes").Select(volume => volume.Split(':')[1]).ToList();
        // The image includes each .conf of that folder.
        var included = targets.Where(target => Path.GetDirectoryName(target) == "/etc/nginx/conf.d" && target.EndsWith(".conf", StringComparison.Ordinal));
        var certificates = CertificateLine().Matches(_edge).Select(line => Path.GetDirectoryName(line.Groups[1].Value)!).Distinct();

        Assert.Equal(targets.Order(), included.Concat(certificates).Order());
    }

    [Fact]
    public void What_nginx_logs_is_what_the_image_leads_to_the_output_of_the_container()
    {
        Assert.Equal(["/var/log/nginx/access.log"], LogLine().Matches(_edge).Select(line => line.Groups[1].Value).Distinct());
        Assert.DoesNotContain(_compose.Service("nginx").Texts("tmpfs"), folder => "/var/log/nginx".StartsWith(folder, StringComparison.Ordinal));
    }

    [Fact]
    public void The_service_believes_the_edge_alone() =>
        Assert.Equal(_compose.Service("nginx").Text("networks", "edge", "ipv4_address"), _compose.EnvironmentOf("grpcrefresh")["GRPCREFRESH__PROXY__NETWORKS__0"]);

    [Fact]
    public void Every_file_that_it_mounts_or_builds_from_is_in_the_tree()
    {
        var mounted = _compose.Service("nginx").Texts("volumes").Select(volume => volume.Split(':')[0]).Where(path => path.EndsWith(".conf", StringComparison.Ordinal));
        var built = Ours.Select(name => _compose.Service(name).Text("build", "dockerfile"));

        Assert.All(mounted.Concat(built), path => Assert.True(File.Exists(Path.Combine(Infrastructure.Checkout.Root, path)), path));
    }

    [GeneratedRegex(@"^\s*listen (\d+) ", RegexOptions.Multiline)]
    private static partial Regex ListenLine();

    [GeneratedRegex(@"^\s*ssl_certificate(?:_key)?\s+(\S+);", RegexOptions.Multiline)]
    private static partial Regex CertificateLine();

    [GeneratedRegex(@"^\s*access_log (\S+) ", RegexOptions.Multiline)]
    private static partial Regex LogLine();
}

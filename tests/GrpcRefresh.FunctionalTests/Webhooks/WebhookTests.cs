using System.Net;
using System.Text;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Simulator;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;
using JobState = GrpcRefresh.V1.JobState;

namespace GrpcRefresh.FunctionalTests.Webhooks;

/// <summary>Webhooks wake the poller and do nothing else. Polls by themselves are half an hour apart here.</summary>
public sealed class WebhookTests
{
    private const string Path = "/tableau/0123456789abcdef0123456789abcdef";
    private const string ListJobs = "GET /sites/{id}/jobs";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_delivery_makes_the_end_known_at_once()
    {
        var (service, hooks) = await StartAsync();
        await using var stop = service;
        await SubscribeAsync(service, hooks);
        var started = await service.RefreshAsync(Datasource("Orders", "Sales"));
        var accepted = await service.UntilAsync(started.Job.JobId, job => job.TableauJobId.Length > 0);

        service.Tableau.World.ChangeJob(accepted.TableauJobId, duration: TimeSpan.Zero);
        var ended = await service.EndOfAsync(started.Job.JobId).WaitAsync(Soon);

        Assert.Equal(JobState.Succeeded, ended.State);
        Assert.Equal(1, service.Tableau.Requests[ListJobs]);
        Assert.Empty(service.Errors.Entries);
    }

    [Fact]
    public async Task Thousands_of_deliveries_cause_one_poll()
    {
        var (service, hooks) = await StartAsync();
        await using var stop = service;
        var started = await service.RefreshAsync(Datasource("Orders", "Sales"));
        await service.UntilAsync(started.Job.JobId, job => job.TableauJobId.Length > 0);
        var item = service.Tableau.World.Item("Sales/Orders");
        using var http = new HttpClient { BaseAddress = hooks };

        await Parallel.ForEachAsync(Enumerable.Range(0, 3_000), async (number, ct) =>
        {
            using var answer = await http.PostAsync(Path, Body(item.Site.Luid, item.Luid, $"{number}"), ct);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        });
        await service.UntilAsync(started.Job.JobId, job => job.State == JobState.Running).WaitAsync(Soon);

        Assert.Equal(1, service.Tableau.Requests[ListJobs]);
    }

    [Theory]
    [InlineData("other site")]
    [InlineData("other content")]
    [InlineData("wrong path")]
    [InlineData("wrong method")]
    [InlineData("grpc door")]
    [InlineData("nonsense")]
    [InlineData("too large")]
    public async Task What_is_forged_or_unknown_changes_nothing(string what)
    {
        var (service, hooks) = await StartAsync();
        await using var stop = service;
        var started = await service.RefreshAsync(Datasource("Orders", "Sales"));
        await service.UntilAsync(started.Job.JobId, job => job.TableauJobId.Length > 0);
        var (item, other) = (service.Tableau.World.Item("Sales/Orders"), Guid.NewGuid().ToString());
        using var http = new HttpClient { BaseAddress = hooks };

        var status = what switch
        {
            "other site" => await PostAsync(http, Path, Body(other, item.Luid)),
            "other content" => await PostAsync(http, Path, Body(item.Site.Luid, other)),
            "wrong path" => await PostAsync(http, Path[..^1], Body(item.Site.Luid, item.Luid)),
            "wrong method" => (await http.GetAsync(Path)).StatusCode,
            "grpc door" => await PostAsync(http, "/grpcrefresh.v1.JobService/GetJob", Body(item.Site.Luid, item.Luid)),
            "nonsense" => await PostAsync(http, Path, new StringContent("{")),
            _ => await PostAsync(http, Path, Body(item.Site.Luid, item.Luid, new string(' ', 20_000))),
        };

        Assert.Equal(what is "wrong path" or "wrong method" or "grpc door" ? HttpStatusCode.NotFound : HttpStatusCode.NoContent, status);
        Assert.Equal(0, service.Tableau.Requests[ListJobs]);
        Assert.Empty(service.Errors.Entries);
    }

    [Fact]
    public async Task The_other_doors_do_not_know_the_path()
    {
        var (service, _) = await StartAsync();
        await using var stop = service;
        using var http = new HttpClient { BaseAddress = service.Url, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        Assert.NotEqual(HttpStatusCode.NoContent, await PostAsync(http, Path, new StringContent("{}")));
    }

    private static async Task<(TestService Service, Uri Hooks)> StartAsync()
    {
        var hooks = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var service = await TestService.StartAsync(
            new TableauSimulatorOptions { JobDuration = TimeSpan.FromMinutes(30), AllowHttpWebhooks = true },
            settings =>
            {
                settings["GrpcRefresh:Jobs:PollMin"] = "00:30:00";
                settings["GrpcRefresh:Jobs:PollMax"] = "01:00:00";
                settings["GrpcRefresh:Webhooks:Listen"] = $"http://{hooks.Authority}";
                settings["GrpcRefresh:Webhooks:Path"] = Path;
            });
        return (service, hooks);
    }

    /// <summary>As the README tells an operator to do it, with an account of his own.</summary>
    private static async Task SubscribeAsync(TestService service, Uri hooks)
    {
        using var http = new HttpClient { BaseAddress = service.Tableau.Url };
        var caller = await Caller.SignInAsync(http, Caller.Password("operator", "operator-password", ""), "3.27");
        var answer = await caller.PostAsync(
            "/webhooks",
            "<tsRequest><webhook name='grpcrefresh' event='DatasourceRefreshSucceeded'><webhook-destination>"
            + $"<webhook-destination-http method='POST' url='{new Uri(hooks, Path)}'/></webhook-destination></webhook></tsRequest>");
        Assert.Equal(201, answer.Status);
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string path, HttpContent body)
    {
        using var answer = await http.PostAsync(path, body);
        return answer.StatusCode;
    }

    private static StringContent Body(string site, string resource, string at = "2026-09-01T06:30:00Z") => new(
        $$"""{"resource":"DATASOURCE","event_type":"DatasourceRefreshSucceeded","resource_name":"x","site_luid":"{{site}}","resource_luid":"{{resource}}","created_at":"{{at}}"}""",
        Encoding.UTF8,
        "application/json");
}

using System.Net;
using System.Net.Security;
using GrpcRefresh.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Listening;

public sealed class TlsTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Endless = TimeSpan.FromHours(1);

    private static readonly Version[] Versions = [HttpVersion.Version20, HttpVersion.Version11];

    private static readonly string Dll = Checkout.Program(Path.Combine("src", "GrpcRefresh.Cli"), "grpcrefresh.dll");

    [Fact]
    public async Task A_client_that_knows_the_authority_refreshes_and_another_does_not()
    {
        await using var tls = await TlsService.StartAsync(Quick);
        using var client = tls.Connect(tls.CaFile);
        using var stranger = tls.Connect(caFile: null);

        var job = await client.RefreshAndWaitAsync(new RefreshResourceRequest { Resource = Datasource("Orders", "Sales") }).WaitAsync(Patience);
        var refused = await Assert.ThrowsAsync<GrpcRefreshException>(() => stranger.RefreshAsync(Datasource("Orders", "Sales")).WaitAsync(Patience));

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Contains("certificate", refused.Message, StringComparison.Ordinal);
        Assert.Empty(tls.Service.Errors.Entries);
    }

    [Fact]
    public async Task The_tool_is_told_of_the_authority()
    {
        await using var tls = await TlsService.StartAsync(Quick);
        string[] list = [Dll, "job", "list", "--address", $"https://localhost:{tls.Url.Port}"];

        var good = await ProgramRun.OfAsync("dotnet", [.. list, "--ca-file", tls.CaFile]);
        var missing = await ProgramRun.OfAsync("dotnet", [.. list, "--ca-file", "/nonexistent"]);

        Assert.Equal((0, ""), (good.ExitCode, good.Errors));
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("CaFile '/nonexistent' cannot be used", missing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replaced_certificate_is_shown_to_new_connections_while_an_open_watch_goes_on()
    {
        await using var tls = await TlsService.StartAsync(Endless);
        using var client = tls.Connect(tls.CaFile);
        var job = (await client.RefreshAsync(Datasource("Orders", "Sales"))).Job;
        using var watch = client.Jobs.WatchJob(new WatchJobRequest { JobId = job.JobId }, deadline: DateTime.UtcNow + Patience);
        await UntilAsync(watch, JobState.Running);
        Assert.Equal("CN=first", (await tls.GreetAsync(tls.Url, SslApplicationProtocol.Http2)).Subject);

        tls.Replace("second");
        while ((await tls.GreetAsync(tls.Url, SslApplicationProtocol.Http2)).Subject != "CN=second")
        {
            // Looked at once a second.
        }

        tls.Service.EndRuns();
        await UntilAsync(watch, JobState.Succeeded);
        Assert.Empty(tls.Service.Errors.Entries);
    }

    [Fact]
    public async Task The_gRPC_listener_agrees_on_HTTP_2_alone()
    {
        await using var tls = await TlsService.StartAsync(Quick);

        Assert.Equal("h2", (await tls.GreetAsync(tls.Url, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11)).Protocol);
        await Assert.ThrowsAnyAsync<Exception>(() => tls.GreetAsync(tls.Url, SslApplicationProtocol.Http11));
    }

    [Fact]
    public async Task The_gateway_agrees_on_either_version_of_HTTP()
    {
        await using var tls = await TlsService.StartAsync(Quick);

        Assert.Equal("h2", (await tls.GreetAsync(tls.Gateway, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11)).Protocol);
        Assert.Equal("http/1.1", (await tls.GreetAsync(tls.Gateway, SslApplicationProtocol.Http11)).Protocol);
        foreach (var version in Versions)
        {
            using var http = tls.Browse(version);
            using var answer = await http.GetAsync(new Uri("/v1/jobs", UriKind.Relative));

            Assert.Equal((HttpStatusCode.OK, version), (answer.StatusCode, answer.Version));
        }
    }

    [Fact]
    public async Task A_replaced_certificate_is_shown_by_the_gateway_while_open_watches_go_on()
    {
        await using var tls = await TlsService.StartAsync(Endless);
        var job = (await tls.Connect(tls.CaFile).RefreshAsync(Datasource("Orders", "Sales"))).Job;
        var watches = new List<StreamReader>();
        foreach (var version in Versions)
        {
            watches.Add(new StreamReader(await tls.Browse(version).GetStreamAsync(new Uri($"/v1/jobs/{job.JobId}:watch", UriKind.Relative))));
            await UntilAsync(watches[^1], "JOB_STATE_RUNNING");
        }

        tls.Replace("second");
        while ((await tls.GreetAsync(tls.Gateway, SslApplicationProtocol.Http11)).Subject != "CN=second")
        {
            // Looked at once a second.
        }

        tls.Service.EndRuns();
        foreach (var watch in watches)
        {
            await UntilAsync(watch, "JOB_STATE_SUCCEEDED");
            Assert.Null(await watch.ReadLineAsync().WaitAsync(Patience));
        }

        Assert.Empty(tls.Service.Errors.Entries);
    }

    private static async Task UntilAsync(StreamReader watch, string state)
    {
        string? line;
        do
        {
            line = await watch.ReadLineAsync().WaitAsync(Patience);
            Assert.NotNull(line);
        }
        while (!line.Contains(state, StringComparison.Ordinal));
    }

    private static async Task UntilAsync(Grpc.Core.AsyncServerStreamingCall<WatchJobResponse> watch, JobState state)
    {
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None), "The watch ended.");
        }
        while (watch.ResponseStream.Current.Job?.State != state);
    }
}

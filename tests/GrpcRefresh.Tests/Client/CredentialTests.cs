using Grpc.Core;
using GrpcRefresh.Client;
using GrpcRefresh.V1;
using static GrpcRefresh.Tests.Client.ClientWorkbench;

namespace GrpcRefresh.Tests.Client;

public sealed class CredentialTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Without_one_nothing_is_sent()
    {
        var bench = new ClientWorkbench();

        Assert.Null(await SentAsync(bench));
    }

    [Fact]
    public async Task A_credential_goes_with_each_call()
    {
        var bench = new ClientWorkbench(new GrpcRefreshClientOptions { Credential = "grk_1_2" });

        Assert.Equal("Bearer grk_1_2", await SentAsync(bench));
    }

    [Fact]
    public async Task A_file_is_read_anew_for_each_call_without_the_end_of_its_line()
    {
        var bench = new ClientWorkbench(new GrpcRefreshClientOptions { CredentialFile = _file });
        await File.WriteAllTextAsync(_file, "first\n");
        Assert.Equal("Bearer first", await SentAsync(bench));

        await File.WriteAllTextAsync(_file, "second\r\n");
        Assert.Equal("Bearer second", await SentAsync(bench));
    }

    [Fact]
    public async Task While_a_file_is_replaced_the_credential_from_before_is_sent()
    {
        var bench = new ClientWorkbench(new GrpcRefreshClientOptions { CredentialFile = _file });
        await File.WriteAllTextAsync(_file, "first");
        await SentAsync(bench);

        File.Delete(_file);
        Assert.Equal("Bearer first", await SentAsync(bench));
        await File.WriteAllTextAsync(_file, "");
        Assert.Equal("Bearer first", await SentAsync(bench));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_a_refusal_of_calls_and_watches_which_are_not_repeated()
    {
        var bench = new ClientWorkbench(new GrpcRefreshClientOptions { CredentialFile = _file + ".missing" });

        var call = await Assert.ThrowsAsync<GrpcRefreshException>(() => bench.Client.GetAsync("job-1"));
        var watch = await Assert.ThrowsAsync<GrpcRefreshException>(() => bench.Client.WatchAsync("job-1").GetAsyncEnumerator().MoveNextAsync().AsTask());

        Assert.Equal((StatusCode.Unauthenticated, StatusCode.Unauthenticated), (call.StatusCode, watch.StatusCode));
        Assert.Empty(bench.Pauses);
        Assert.Empty(bench.Calls.Requests);
    }

    [Theory]
    [InlineData(ErrorReason.Unauthenticated)]
    [InlineData(ErrorReason.PermissionDenied)]
    public async Task Who_is_not_let_in_does_not_knock_again(ErrorReason reason)
    {
        var bench = new ClientWorkbench(new GrpcRefreshClientOptions { Credential = "grk_1_2" });
        bench.Calls.Then(Refused(reason), Broken(Refused(reason)));

        var call = await Assert.ThrowsAsync<GrpcRefreshException>(() => bench.Client.GetAsync("job-1"));
        var watch = await Assert.ThrowsAsync<GrpcRefreshException>(() => bench.Client.WatchAsync("job-1").GetAsyncEnumerator().MoveNextAsync().AsTask());

        Assert.Equal((reason, reason), (call.Reason, watch.Reason));
        Assert.Empty(bench.Pauses);
    }

    [Fact]
    public async Task A_wait_goes_on_at_once_with_the_token_that_took_the_place_of_its_own()
    {
        var bench = new ClientWorkbench(new GrpcRefreshClientOptions { CredentialFile = _file });
        await File.WriteAllTextAsync(_file, "first");
        bench.Calls.Then(
            new Late(Broken(Refused(ErrorReason.Unauthenticated), Event(WatchEvent.Snapshot, JobState.Running, 1)), () => File.WriteAllText(_file, "second")),
            new ScriptedStream<WatchJobResponse>(Event(WatchEvent.Terminal, JobState.Succeeded, 2)));

        Assert.Equal(JobState.Succeeded, (await bench.Client.WaitAsync("job-1")).State);

        Assert.Equal(["Bearer first", "Bearer second"], bench.Calls.Options.Select(call => call.Headers?.GetValue("authorization")));
        Assert.Equal("after 1", ((WatchJobRequest)bench.Calls.Requests[1]).ResumeToken);
        Assert.Empty(bench.Pauses);
    }

    [Fact]
    public async Task A_watch_whose_token_has_no_successor_ends_with_it()
    {
        var bench = new ClientWorkbench(new GrpcRefreshClientOptions { CredentialFile = _file });
        await File.WriteAllTextAsync(_file, "first");
        bench.Calls.Then(
            new Late(Broken(Refused(ErrorReason.Unauthenticated)), () => File.WriteAllText(_file, "second")),
            Broken(Refused(ErrorReason.Unauthenticated)));

        var refused = await Assert.ThrowsAsync<GrpcRefreshException>(() => bench.Client.WaitAsync("job-1"));

        Assert.Equal(ErrorReason.Unauthenticated, refused.Reason);
        Assert.Equal(2, bench.Calls.Requests.Count);
    }

    [Fact]
    public async Task Who_calls_too_often_waits_as_long_as_it_is_told()
    {
        var bench = new ClientWorkbench();
        bench.Calls.Then(Refused(ErrorReason.RateLimited, TimeSpan.FromSeconds(2)), new GetJobResponse { Job = Job(JobState.Running) });

        await bench.Client.GetAsync("job-1");

        Assert.InRange(Assert.Single(bench.Pauses), 2, 3);
    }

    private static async Task<string?> SentAsync(ClientWorkbench bench)
    {
        bench.Calls.Then(new GetJobResponse { Job = Job(JobState.Running) });
        await bench.Client.GetAsync("job-1");
        return bench.Calls.Options[^1].Headers?.GetValue("authorization");
    }
}

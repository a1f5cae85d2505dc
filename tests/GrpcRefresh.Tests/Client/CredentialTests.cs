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

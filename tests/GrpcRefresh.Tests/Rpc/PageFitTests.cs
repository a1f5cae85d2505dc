using GrpcRefresh.Server.Rpc;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Rpc;

public sealed class PageFitTests
{
    private const int Bound = 10_000;

    private static readonly PageFit Fit = new(Options.Create(new RpcOptions { MaxSendMessageSize = Bound }));

    [Fact]
    public async Task Pages_too_large_for_a_message_are_split_and_lose_nothing()
    {
        await using var store = await TempStore.OpenAsync();
        var labels = Enumerable.Range(0, 12).ToDictionary(i => $"label-{i}", _ => new string('x', 256));
        for (var i = 0; i < 20; i++)
        {
            await store.EnrolAsync(Some.Request(luid: $"luid-{i}", labels: labels));
        }

        var service = new JobServiceRpc(store.Reader, store.Watch, null!, Fit);
        var request = new ListJobsRequest();
        var seen = new List<string>();
        do
        {
            using var call = new FakeCall();
            var page = await service.ListJobs(request, call);
            Assert.InRange(page.CalculateSize(), 1, Bound);
            seen.AddRange(page.Jobs.Select(job => job.Resource.Ref.Luid));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"luid-{i}").Order(), seen.Order());
    }

    [Fact]
    public async Task A_single_thing_is_sent_however_large_it_is()
    {
        var large = new ListJobsResponse { Jobs = { new Job { JobId = new string('j', 2 * Bound) } } };

        Assert.Same(large, await Fit.ReadAsync(1, _ => Task.FromResult(large), page => page.Jobs.Count));
    }
}

using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc.Requests;

public sealed class JobReadingTests
{
    private static readonly string Long = new('j', 65);

    private static readonly Dictionary<string, (Func<object?> Read, string[] Fields)> Bad = new()
    {
        ["get without an id"] = (() => JobRequests.Read(new GetJobRequest()), ["job_id"]),
        ["get with a long id"] = (() => JobRequests.Read(new GetJobRequest { JobId = Long }), ["job_id"]),
        ["get with a control character"] = (() => JobRequests.Read(new GetJobRequest { JobId = "a\r\nb" }), ["job_id"]),
        ["list with bad paging"] = (
            () => JobRequests.Read(new ListJobsRequest { PageSize = -1, PageToken = new string('t', 16_385) }, SomeCaller.Anonymous), ["page_size", "page_token"]),
        ["wait without an id, backwards"] = (
            () => JobRequests.Read(new WaitJobRequest { Timeout = new Duration { Nanos = -1 } }), ["job_id", "timeout"]),
        ["wait for a time that is none"] = (
            () => JobRequests.Read(new WaitJobRequest { JobId = "j", Timeout = new Duration { Seconds = 1, Nanos = -1 } }), ["timeout"]),
        ["watch with everything bad"] = (
            () => JobRequests.Read(new WatchJobRequest { ResumeToken = "\0", Heartbeat = new Duration() }),
            ["job_id", "resume_token", "heartbeat"]),
        ["watch with a heartbeat too short"] = (
            () => JobRequests.Read(new WatchJobRequest { JobId = "j", Heartbeat = new Duration { Nanos = 999_999_999 } }), ["heartbeat"]),
        ["watch with a heartbeat too long"] = (
            () => JobRequests.Read(new WatchJobsRequest { Heartbeat = new Duration { Seconds = 60, Nanos = 100 } }, SomeCaller.Anonymous), ["heartbeat"]),
        ["watch with a heartbeat that is none"] = (
            () => JobRequests.Read(new WatchJobsRequest { Heartbeat = new Duration { Seconds = 2, Nanos = -5 } }, SomeCaller.Anonymous), ["heartbeat"]),
        ["cancel with everything bad"] = (
            () => JobRequests.Read(new CancelJobRequest { RequestId = "mine" }, SomeCaller.Anonymous), ["job_id", "request_id"]),
    };

    public static TheoryData<string> BadCases => [.. Bad.Keys];

    [Theory]
    [MemberData(nameof(BadCases))]
    public void A_bad_request_is_refused_with_the_paths_of_its_bad_fields(string what) =>
        Assert.Equal(Bad[what].Fields, BadFields.Of(Bad[what].Read));

    [Theory]
    [InlineData(null, 30)]
    [InlineData(0L, 0)]
    [InlineData(50L, 50)]
    [InlineData(51L, 50)]
    [InlineData(315_576_000_000L, 50)]
    public void A_wait_lasts_at_most_fifty_seconds(long? asked, int given) => Assert.Equal(
        ("j", TimeSpan.FromSeconds(given)), JobRequests.Read(new WaitJobRequest { JobId = "j", Timeout = Seconds(asked) }));

    [Theory]
    [InlineData(null, 15)]
    [InlineData(1L, 1)]
    [InlineData(60L, 60)]
    public void A_heartbeat_is_fifteen_seconds_unless_told(long? asked, int given)
    {
        Assert.Equal(
            ("j", "token", TimeSpan.FromSeconds(given)),
            JobRequests.Read(new WatchJobRequest { JobId = "j", ResumeToken = "token", Heartbeat = Seconds(asked) }));
        Assert.Equal(TimeSpan.FromSeconds(given), JobRequests.Read(new WatchJobsRequest { Heartbeat = Seconds(asked) }, SomeCaller.Anonymous).Heartbeat);
    }

    [Fact]
    public void A_cancel_may_leave_the_request_out() =>
        Assert.Equal(new WithdrawalRequest("j", null, false, SomeCaller.Anonymous), JobRequests.Read(new CancelJobRequest { JobId = "j" }, SomeCaller.Anonymous));

    [Fact]
    public void More_bad_fields_than_an_error_can_show_are_counted()
    {
        var request = new ListJobsRequest { Filter = new JobFilter { Sites = { Enumerable.Range(0, 30).Select(i => "\0") } } };

        var refused = Assert.Throws<Server.RefusedException>(() => JobRequests.Read(request, SomeCaller.Anonymous));

        Assert.Equal(20, refused.Failure.Fields.Count);
        Assert.EndsWith("(and 29 more)", refused.Failure.Message, StringComparison.Ordinal);
    }

    private static Duration? Seconds(long? seconds) => seconds is { } given ? new Duration { Seconds = given } : null;
}

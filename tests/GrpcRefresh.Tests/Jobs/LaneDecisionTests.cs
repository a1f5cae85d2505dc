using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.V1.Freshness;
using static GrpcRefresh.V1.JobState;
using static GrpcRefresh.V1.RefreshMode;

namespace GrpcRefresh.Tests.Jobs;

public sealed class LaneDecisionTests
{
    [Theory]
    // An idle lane starts whatever is asked.
    [InlineData(null, Full, false, Full, AfterRequest, "Start")]
    [InlineData(null, Full, false, Incremental, JoinActive, "Start")]
    [InlineData(null, Full, false, Full, RejectIfActive, "Start")]
    // A job that was not posted yet serves everybody, since it can still be made FULL.
    [InlineData(Queued, Full, false, Full, AfterRequest, "JoinHead")]
    [InlineData(Queued, Incremental, false, Full, AfterRequest, "JoinHead")]
    [InlineData(Queued, Incremental, true, Full, JoinActive, "JoinHead")]
    // One that may have started serves only those who do not need data that landed since.
    [InlineData(Submitting, Full, false, Full, AfterRequest, "Queue")]
    [InlineData(Pending, Full, false, Full, AfterRequest, "Queue")]
    [InlineData(Running, Full, true, Full, AfterRequest, "JoinFollowUp")]
    [InlineData(Submitting, Full, false, Full, JoinActive, "JoinHead")]
    [InlineData(Running, Full, false, Incremental, JoinActive, "JoinHead")]
    [InlineData(Running, Incremental, false, Incremental, JoinActive, "JoinHead")]
    // A FULL refresh satisfies an INCREMENTAL request, never the reverse.
    [InlineData(Running, Incremental, false, Full, JoinActive, "Queue")]
    [InlineData(Running, Incremental, true, Full, JoinActive, "JoinFollowUp")]
    // A run that is being cancelled is nobody's refresh.
    [InlineData(Cancelling, Full, false, Full, JoinActive, "Queue")]
    [InlineData(Cancelling, Full, true, Full, JoinActive, "JoinFollowUp")]
    // Whoever wants none active is refused by any.
    [InlineData(Queued, Full, false, Full, RejectIfActive, "Reject")]
    [InlineData(Running, Full, true, Full, RejectIfActive, "Reject")]
    [InlineData(Cancelling, Full, false, Full, RejectIfActive, "Reject")]
    public void A_request_is_served_as_its_freshness_says(
        JobState? head, RefreshMode headMode, bool hasFollowUp, RefreshMode mode, Freshness freshness, string verdict)
    {
        var active = head is { } state ? Some.Job(state, headMode) : null;
        var followUp = hasFollowUp ? Some.Job() : null;

        Assert.Equal(Enum.Parse<LaneVerdict>(verdict), LaneDecision.Decide(active, followUp, mode, freshness));
    }

    [Fact]
    public void A_run_whose_last_request_was_withdrawn_during_the_POST_is_not_joined()
    {
        var head = Some.Job(Submitting) with { Drive = new JobDrive { CancelRequested = true } };

        Assert.Equal(LaneVerdict.Queue, LaneDecision.Decide(head, null, Full, JoinActive));
    }
}

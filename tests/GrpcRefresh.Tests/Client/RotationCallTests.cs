using GrpcRefresh.Client;
using GrpcRefresh.V1;
using static GrpcRefresh.Tests.Client.ClientWorkbench;
using static GrpcRefresh.Tests.Client.RotationWorkbench;

namespace GrpcRefresh.Tests.Client;

public sealed class RotationCallTests
{
    private static readonly RotationRequest Request = new() { Selector = new ConnectionSelector { AccountHost = "acme" }, Credential = RotationCredential.Configured("ops") };

    private readonly ClientWorkbench _bench = new();

    [Fact]
    public async Task A_rotation_is_repeated_under_one_request_id()
    {
        _bench.Calls.Then(Unreachable, Started(1));

        await _bench.Client.StartRotationAsync(Request);

        var ids = Sent.Select(sent => sent.RequestId).ToList();
        Assert.Equal(2, ids.Count);
        Assert.True(Guid.TryParse(Assert.Single(ids.Distinct()), out _));
    }

    [Fact]
    public async Task A_plan_changes_nothing_and_takes_no_request_id()
    {
        _bench.Calls.Then(Started(3));

        var answer = await _bench.Client.PlanRotationAsync(Request with { RequestId = "the id" });

        Assert.Equal(3, answer.Plan.ChangedConnections);
        Assert.Equal((true, ""), (Assert.Single(Sent).ValidateOnly, Sent.Single().RequestId));
    }

    [Fact]
    public async Task Everything_that_was_asked_for_is_sent()
    {
        _bench.Calls.Then(Started(1));
        var expected = new RotateConnectionCredentialsRequest
        {
            Selector = new ConnectionSelector { AccountHost = "acme" },
            CredentialsByUser =
            {
                ["A"] = new Credential { SecretRef = "a" },
                ["B"] = new Credential { Inline = new InlineCredential { UserName = "B2", Secret = "new", PreviousSecret = "old" } },
            },
            OldSecret = OldSecret.Dead,
            CanaryCount = 2,
            Verification = Verification.RefreshAll,
            MaxFailures = 3,
            MaxParallel = 5,
            OnFailure = OnFailure.RollBack,
            RequestId = "the id",
            Labels = { ["team"] = "ops" },
            OnBehalfOf = new OnBehalfOf { User = "ANA" },
        };

        await _bench.Client.StartRotationAsync(new RotationRequest
        {
            Selector = expected.Selector,
            CredentialsByUser = new Dictionary<string, RotationCredential>
            {
                ["A"] = RotationCredential.Configured("a"),
                ["B"] = RotationCredential.Inline("new", "B2", "old"),
            },
            OldSecret = OldSecret.Dead,
            CanaryCount = 2,
            Verification = Verification.RefreshAll,
            MaxFailures = 3,
            MaxParallel = 5,
            OnFailure = OnFailure.RollBack,
            RequestId = "the id",
            Labels = expected.Labels.AsReadOnly(),
            OnBehalfOf = expected.OnBehalfOf,
        });

        Assert.Equal(expected, Assert.Single(Sent));
    }

    [Theory]
    [InlineData(ErrorReason.RotationOverlap)]
    [InlineData(ErrorReason.NothingToRotate)]
    [InlineData(ErrorReason.NoCanary)]
    [InlineData(ErrorReason.SecretNotConfigured)]
    [InlineData(ErrorReason.SecretUnavailable)]
    [InlineData(ErrorReason.RequestIdReused)]
    public async Task A_refusal_is_not_repeated(ErrorReason reason)
    {
        _bench.Calls.Then(Refused(reason));

        Assert.Equal(reason, (await Assert.ThrowsAsync<GrpcRefreshException>(() => _bench.Client.RotateAsync(Request))).Reason);
    }

    [Fact]
    public async Task What_lists_every_connection_has_a_deadline_of_its_own()
    {
        _bench.Calls.Then(Started(1), Started(1), new ListConnectionsResponse(), Page());
        var now = _bench.Time.GetUtcNow().UtcDateTime;

        await _bench.Client.PlanRotationAsync(Request);
        await _bench.Client.StartRotationAsync(Request);
        await _bench.Client.ListConnectionsAsync(new ListConnectionsRequest()).ToListAsync();
        await _bench.Client.ListRotationStepsAsync("job-1").ToListAsync();

        Assert.Equal([10, 10, 10, 1], _bench.Calls.Options.Select(options => (options.Deadline!.Value - now).TotalMinutes));
    }

    [Fact]
    public async Task An_attempt_that_broke_after_minutes_is_repeated_all_the_same()
    {
        _bench.Calls.Then(new Late(Unreachable, () => _bench.Time.Advance(TimeSpan.FromMinutes(5))), Started(1));

        Assert.Equal("job-1", (await _bench.Client.StartRotationAsync(Request)).Job.JobId);
    }

    [Fact]
    public async Task Pages_of_connections_follow_one_another_and_gaps_are_kept()
    {
        var gaps = new List<InventoryGap>();
        _bench.Calls.Then(
            new ListConnectionsResponse { Connections = { new Connection { ConnectionId = "a" } }, NextPageToken = "more", Gaps = { new InventoryGap { Site = "marketing" } } },
            Unreachable,
            new ListConnectionsResponse { Connections = { new Connection { ConnectionId = "b" } } });
        var request = new ListConnectionsRequest { PageSize = 1, AllConnectionTypes = true };

        var ids = await _bench.Client.ListConnectionsAsync(request, gaps).Select(connection => connection.ConnectionId).ToListAsync();

        Assert.Equal(["a", "b"], ids);
        Assert.Equal("marketing", Assert.Single(gaps).Site);
        Assert.Empty(request.PageToken);
    }

    [Fact]
    public async Task Steps_are_asked_for_by_state()
    {
        _bench.Calls.Then(Page(Step(3, RotationStepState.Failed)));

        var steps = await _bench.Client.ListRotationStepsAsync("job-1", [RotationStepState.Failed], 7).ToListAsync();

        Assert.Equal(3, Assert.Single(steps).Number);
        var asked = Assert.IsType<ListRotationStepsRequest>(Assert.Single(_bench.Calls.Requests));
        Assert.Equal(("job-1", 7, RotationStepState.Failed), (asked.JobId, asked.PageSize, Assert.Single(asked.States)));
    }

    private IEnumerable<RotateConnectionCredentialsRequest> Sent => _bench.Calls.Requests.OfType<RotateConnectionCredentialsRequest>();
}

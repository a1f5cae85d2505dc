using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.Tests.Rpc;

public sealed class RotationMessagesTests
{
    private static readonly JobRecord Rotation = Some.Job(JobState.Running) with
    {
        Kind = JobKind.Rotation,
        Item = CatalogItem.Many("job-1"),
        Mode = RefreshMode.Unspecified,
        Rotation = Some.Tally(),
        ChangedSteps = [Some.Step(4)],
    };

    [Fact]
    public void A_rotation_has_numbers_and_neither_content_nor_a_mode()
    {
        var job = JobMessages.Of(Rotation);

        Assert.Equal((JobKind.Rotation, RefreshMode.Unspecified, 2), (job.Kind, job.Mode, job.Rotation.Planned));
        Assert.Null(job.Resource);
        Assert.Null(JobMessages.Of(Some.Job()).Rotation);
    }

    [Fact]
    public void Each_state_and_each_proof_has_its_number()
    {
        var summary = RotationMessages.SummaryOf(Some.Tally() with
        {
            Phase = "canaries",
            States = Enum.GetValues<RotationStepState>().ToDictionary(state => state, state => 10 + (int)state),
            Proofs = Enum.GetValues<ProofLevel>().ToDictionary(proof => proof, proof => 20 + (int)proof),
            FailingTasks = [new FailingTaskRecord(new SiteKey("default", "marketing"), "t1", "0a1b", "Orders", 5, "Suspended")],
        });

        Assert.Equal(
            [11, 12, 13, 14, 15, 16, 17],
            new[] { summary.Planned, summary.Updating, summary.Updated, summary.Verified, summary.Failed, summary.Skipped, summary.RolledBack });
        Assert.Equal([21, 22, 23], new[] { summary.ProvedStored, summary.ProvedWorks, summary.ProvedUsesNew });
        Assert.Equal(
            (OldSecret.Dead, Verification.RefreshCanary, OnFailure.Stop, "canaries"),
            (summary.OldSecret, summary.Verification, summary.OnFailure, summary.Phase));
        var expected = new FailingTask
        {
            Server = "default",
            Site = "marketing",
            TaskId = "t1",
            ItemLuid = "0a1b",
            ItemName = "Orders",
            ConsecutiveFailures = 5,
            ScheduleState = "Suspended",
        };
        Assert.Equal(expected, Assert.Single(summary.FailingTasks));
    }

    [Fact]
    public void Everything_a_caller_may_know_of_a_step_arrives()
    {
        var step = RotationMessages.StepOf(Some.Step(4, RotationStepState.Failed) with
        {
            Proof = ProofLevel.Stored,
            Provable = ProofLevel.UsesNew,
            Canary = true,
            NewUserName = "OTHER_SVC",
            ChangesEmbedPassword = true,
            CanRollBack = true,
            Detail = "why",
            RefreshJobId = "job-9",
            Error = new Failure(ErrorReason.VerificationFailed, "It failed."),
            UpdateTime = Some.Time,
        });

        Assert.Equal((4, "c1", RotationStepState.Failed), (step.Number, step.Connection.ConnectionId, step.State));
        Assert.Equal((ProofLevel.Stored, ProofLevel.UsesNew), (step.Proof, step.Provable));
        Assert.Equal((true, true, true, true), (step.Canary, step.ChangesUserName, step.ChangesEmbedPassword, step.CanRollBack));
        Assert.Equal(("OTHER_SVC", "why", "job-9", Some.Time), (step.NewUserName, step.Detail, step.RefreshJobId, step.UpdateTime.ToDateTimeOffset()));
        Assert.Equal("VERIFICATION_FAILED", Assert.Single(step.Error.All<ErrorInfo>()).Reason);
    }

    [Fact]
    public void A_step_that_nothing_happened_to_has_neither_error_nor_time()
    {
        var step = RotationMessages.StepOf(Some.Step());

        Assert.Equal((null, null, "", false), (step.Error, step.UpdateTime, step.RefreshJobId, step.ChangesUserName));
    }

    [Fact]
    public void Everything_a_caller_may_know_of_a_connection_arrives()
    {
        var connection = ConnectionMessages.Of(Some.Connection() with
        {
            Site = new SiteKey("east", "marketing"),
            AuthenticationType = "auth-user-pass",
            Obstacle = ConnectionObstacle.NoEmbeddedPassword,
            ObstacleDetail = "asks whoever opens it",
            DatasourceName = "Orders (local)",
            DatasourceLuid = "9f",
            HasExtracts = false,
        });

        var expected = new Connection
        {
            ConnectionId = "c1",
            Server = "east",
            Site = "marketing",
            ItemType = ConnectionItemType.Datasource,
            ItemLuid = "0a1b",
            ItemName = "Orders",
            ProjectPath = { "Sales" },
            ConnectionType = "snowflake",
            ServerAddress = "acme.snowflakecomputing.com",
            ServerPort = 443,
            UserName = "SALES_SVC",
            AuthenticationType = "auth-user-pass",
            AuthenticationKind = AuthenticationKind.Password,
            EmbedPassword = true,
            HasExtracts = false,
            Obstacle = ConnectionObstacle.NoEmbeddedPassword,
            ObstacleDetail = "asks whoever opens it",
            DatasourceName = "Orders (local)",
            DatasourceLuid = "9f",
        };
        Assert.Equal(expected, connection);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a port")]
    public void What_Tableau_does_not_tell_of_a_connection_is_absent(string port)
    {
        var connection = ConnectionMessages.Of(Some.Connection() with { ServerPort = port, EmbedPassword = null, HasExtracts = null });

        Assert.Equal((0, false, false), (connection.ServerPort, connection.HasEmbedPassword, connection.HasHasExtracts));
    }

    [Theory]
    [InlineData(WatchEvent.Update, 1)]
    [InlineData(WatchEvent.Terminal, 1)]
    [InlineData(WatchEvent.Snapshot, 0)]
    public void A_change_tells_the_steps_it_touched_and_a_snapshot_tells_none(WatchEvent happened, int steps) =>
        Assert.Equal(steps, WatchMessages.OfJob(new JobEvent(happened, Rotation, "1")).ChangedSteps.Count);
}

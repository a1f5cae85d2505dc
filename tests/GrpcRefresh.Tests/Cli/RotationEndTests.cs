using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Cli.Output;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.V1;
using static GrpcRefresh.Tests.Cli.TheRotation;

namespace GrpcRefresh.Tests.Cli;

public sealed class RotationEndTests
{
    [Fact]
    public void An_end_groups_the_steps_by_state_and_reason_with_the_worst_first()
    {
        var verified = Step(1, "Shipments", RotationStepState.Verified);
        verified.Proof = ProofLevel.UsesNew;
        var updated = Step(2, "Live", RotationStepState.Updated);
        (updated.Proof, updated.Detail) = (ProofLevel.Stored, "Nothing to refresh.");
        var summary = new RotationSummary
        {
            Verified = 1,
            Updated = 1,
            Failed = 5,
            FailingTasks = { new FailingTask { Server = "default", Site = "marketing", ItemName = "Campaigns", TaskId = "task-1", ConsecutiveFailures = 5, ScheduleState = "Suspended" } },
        };
        RotationStep[] steps =
        [
            verified,
            updated,
            .. "ABCD".Select((name, place) => Failed(place + 3, $"{name}", ErrorReason.TableauForbidden, "May not.")),
            Failed(7, "E", ErrorReason.VerificationFailed, "Incorrect username or password."),
        ];

        Assert.Equal(
            [
                "job-1  2026-09-01T12:00:00Z  FAILED           rotation of 7 connections  1 updated · 1 verified · 5 failed",
                "  4 FAILED: TABLEAU_FORBIDDEN: May not.  (Operations / R&D / Lab 5% / A; Operations / R&D / Lab 5% / B; Operations / R&D / Lab 5% / C; and 1 more)",
                "  1 FAILED: VERIFICATION_FAILED: Incorrect username or password.  (Operations / R&D / Lab 5% / E)",
                "  1 UPDATED: STORED Nothing to refresh.  (Operations / R&D / Lab 5% / Live)",
                "  1 VERIFIED: USES_NEW  (Operations / R&D / Lab 5% / Shipments)",
                "  resume in Tableau: Campaigns on marketing failed 5 times in a row, schedule Suspended (task task-1)",
            ],
            RotationEnd.Of(Job(JobState.Failed, summary), steps).Split('\n'));
    }

    [Fact]
    public void What_a_step_says_is_not_said_again_and_how_little_WORKS_means_is_said()
    {
        var job = Job(JobState.Failed, new RotationSummary { Failed = 1, Verified = 1 });
        var works = Step(2, "B", RotationStepState.Verified);
        works.Proof = ProofLevel.Works;
        job.Error = FailureStatus.Of(new Failure(ErrorReason.RotationFailed, "The canary 'A' failed: Incorrect username or password."));
        job.TableauNotes.Add("The tasks could not be listed.");

        var lines = RotationEnd.Of(job, [Failed(1, "A", ErrorReason.VerificationFailed, "Incorrect username or password."), works]).Split('\n');

        Assert.EndsWith("1 failed  The canary 'A' failed: see below.", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("  1 FAILED: VERIFICATION_FAILED: Incorrect username or password.", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  WORKS: a refresh succeeded, with the new secret or with the old one", lines[3], StringComparison.Ordinal);
        Assert.Equal("  note: The tasks could not be listed.", lines[4]);
        Assert.Equal("The canary 'A' failed: Incorrect username or password.", job.Error.Message);
    }

    [Fact]
    public void A_token_is_told_with_which_secret_is_where_and_not_twice()
    {
        var token = new RotationToken { User = "OPS", TokenName = "GRPCREFRESH_1", OldTokenName = "OLD", State = RotationTokenState.BothValid, Detail = "The old token stays: somebody uses it.", ExpireTime = Timestamp.FromDateTime(new DateTime(2027, 2, 20, 8, 30, 0, DateTimeKind.Utc)) };
        var job = Job(JobState.Succeeded, new RotationSummary { Verified = 1, Tokens = { token } });
        job.TableauNotes.Add($"OPS: {token.Detail}");

        Assert.Equal(
            "  token BOTH_VALID  OPS: new GRPCREFRESH_1, old OLD, expires 2027-02-20 08:30Z. The old token stays: somebody uses it.",
            Assert.Single(RotationEnd.Of(job, []).Split('\n').Skip(1)));
    }

    [Fact]
    public void A_job_is_shown_by_its_kind()
    {
        var rotation = JobDetails.Of(Job(JobState.Running, new RotationSummary
        {
            Planned = 2,
            Verified = 1,
            ProvedUsesNew = 1,
            OldSecret = OldSecret.Dead,
            Verification = Verification.ReadBack,
            OnFailure = OnFailure.RollBack,
            Phase = "changing",
        }));
        var refresh = JobDetails.Of(new Job { JobId = "job-2", Kind = JobKind.Refresh, Resource = new Resource { Name = "Orders", Ref = new ResourceRef { Type = ResourceType.Workbook, Luid = "0a1b" } }, Attempt = 2 });

        foreach (var fact in new[] { "content       rotation of 3 connections", "phase         changing", "connections   2 planned · 1 verified", "proved        1 uses-new", "old secret    dead", "verification  read-back", "on failure    roll-back" })
        {
            Assert.Contains($"{fact}\n", rotation, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("attempt", rotation, StringComparison.Ordinal);
        Assert.Contains("content       Orders (workbook 0a1b)\n", refresh, StringComparison.Ordinal);
        Assert.Contains("attempt       2\n", refresh, StringComparison.Ordinal);
    }
}

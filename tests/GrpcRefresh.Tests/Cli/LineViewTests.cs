using GrpcRefresh.Cli.Following;
using GrpcRefresh.Client;
using GrpcRefresh.V1;
using static GrpcRefresh.Tests.Cli.TheRotation;

namespace GrpcRefresh.Tests.Cli;

public sealed class LineViewTests
{
    private readonly List<string> _lines = [];

    [Fact]
    public void A_rotation_is_a_line_for_each_step_that_changed_visibly_and_each_phase()
    {
        var view = new LineView(_lines.Add);
        var verified = Step(1, "Shipments", RotationStepState.Verified);
        verified.Proof = ProofLevel.Works;

        view.Show(Update("refreshing the canary", Step(1, "Shipments", RotationStepState.Updating)));
        view.Show(Update("refreshing the canary", verified));
        verified.RefreshJobId = "job-2";
        view.Show(Update("refreshing the canary", verified));
        view.Show(Update("changing the rest"));
        view.Show(new JobUpdate(WatchEvent.Terminal, Job(JobState.Failed, new RotationSummary { Failed = 3 }), "") { ChangedSteps = [Failed(2, "Live", ErrorReason.TableauForbidden, "May not.")] });

        Assert.Equal(
            [
                "2026-09-01T12:00:00Z  job-1  RUNNING          rotation of 3 connections  3 planned  (refreshing the canary)",
                "2026-09-01T12:00:00Z  step 1     UPDATING     -         Operations / R&D / Lab 5% / Shipments  OPS",
                "2026-09-01T12:00:00Z  step 1     VERIFIED     WORKS     Operations / R&D / Lab 5% / Shipments  OPS",
                "2026-09-01T12:00:00Z  job-1  RUNNING          rotation of 3 connections  3 planned  (changing the rest)",
                "2026-09-01T12:00:00Z  step 2     FAILED       -         Operations / R&D / Lab 5% / Live  OPS  TABLEAU_FORBIDDEN: May not.",
                "2026-09-01T12:00:00Z  job-1  FAILED           rotation of 3 connections  3 failed",
            ],
            _lines);
    }

    private static JobUpdate Update(string phase, params RotationStep[] changed) =>
        new(WatchEvent.Update, Job(JobState.Running, new RotationSummary { Planned = 3, Phase = phase }), "") { ChangedSteps = changed };
}

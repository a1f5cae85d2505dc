using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>An incremental refresh that was queued behind a full one, so that only the engine meets the fault.</summary>
internal sealed class FollowUpStory : Story
{
    public override string Words => "an incremental refresh below API 3.25 that was queued behind another";

    public override string ApiVersion => "3.24";

    public override async Task<Outcome> PlayAsync(Stage stage)
    {
        stage.Service.Tableau.Settings.JobDuration = TimeSpan.FromHours(10);
        var orders = new ResourceRef { Type = ResourceType.Datasource, Luid = stage.LuidOf("Sales/Orders") };
        var head = await stage.Service.RefreshAsync(orders);
        var running = await stage.Service.UntilAsync(head.Job.JobId, job => job.TableauJobId.Length > 0);
        var followUp = await stage.Service.RefreshAsync(orders, mode: RefreshMode.Incremental);
        stage.Strike();
        stage.Service.Tableau.Settings.JobDuration = TimeSpan.FromSeconds(3);
        stage.Service.Tableau.World.ChangeJob(running.TableauJobId, duration: TimeSpan.Zero);
        return await JudgeAsync(stage, [head.Job.JobId, followUp.Job.JobId]);
    }
}

using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>Tableau has forgotten a job, so only the metadata API can still tell that its content is fresh.</summary>
internal sealed class VanishedStory : Story
{
    public override string Words => "a job that Tableau no longer knows";

    public override async Task<Outcome> PlayAsync(Stage stage)
    {
        var started = await stage.Service.RefreshAsync(new ResourceRef { Type = ResourceType.Datasource, Luid = stage.LuidOf("Sales/Orders") });
        var accepted = await stage.Service.UntilAsync(started.Job.JobId, job => job.TableauJobId.Length > 0);
        stage.Strike();
        stage.Service.Tableau.World.Vanish(accepted.TableauJobId);
        return await JudgeAsync(stage, [started.Job.JobId]);
    }
}

using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>Tableau has forgotten a job, so only the metadata API can still tell that its content is fresh.</summary>
internal sealed class VanishedStory : Story
{
    public override string Words => "a job that Tableau no longer knows";

    public override async Task<Outcome> PlayAsync(Stage stage)
    {
        stage.Service.Tableau.Settings.JobDuration = TimeSpan.FromHours(10);
        var started = await stage.Service.RefreshAsync(new ResourceRef { Type = ResourceType.Datasource, Luid = stage.LuidOf("Sales/Orders") });
        var accepted = await stage.Service.UntilAsync(started.Job.JobId, job => job.TableauJobId.Length > 0);
        stage.Strike();
        stage.Service.Tableau.World.Vanish(accepted.TableauJobId);
        stage.Service.Tableau.World.ChangeJob(accepted.TableauJobId, duration: TimeSpan.Zero);
        var job = await stage.Service.EndOfAsync(started.Job.JobId);
        Assert.Single(stage.Service.Tableau.World.Jobs);
        Assert.Contains(job.State, (JobState[])[JobState.Succeeded, JobState.UnknownOutcome]);
        return job.State == JobState.Succeeded ? Outcome.Ends : Outcome.Unknown;
    }
}

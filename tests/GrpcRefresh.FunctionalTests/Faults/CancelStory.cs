using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>The only caller cancels a long run.</summary>
internal sealed class CancelStory : Story
{
    public override string Words => "a running refresh is cancelled";

    public override async Task<Outcome> PlayAsync(Stage stage)
    {
        stage.Service.Tableau.Settings.JobDuration = TimeSpan.FromHours(10);
        var started = await stage.Service.RefreshAsync(new ResourceRef { Type = ResourceType.Datasource, Luid = stage.LuidOf("Sales/Orders") });
        await stage.Service.UntilAsync(started.Job.JobId, job => job.State == JobState.Running);
        stage.Strike();
        await stage.Service.Jobs.CancelJobAsync(new CancelJobRequest { JobId = started.Job.JobId });
        return await JudgeAsync(stage, [started.Job.JobId]);
    }
}

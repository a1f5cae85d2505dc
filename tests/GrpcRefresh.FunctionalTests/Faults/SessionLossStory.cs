using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>Refreshes whose session is lost in mid-run, so that the service has to sign in while they run.</summary>
internal sealed class SessionLossStory(params string[] paths) : Story
{
    public override string Words => "three refreshes whose session is lost in mid-run";

    public override int Sessions => 2;

    public override async Task<Outcome> PlayAsync(Stage stage)
    {
        stage.Service.Tableau.Settings.JobDuration = TimeSpan.FromMinutes(1);
        var jobs = await Task.WhenAll(paths.Select(path =>
            stage.Service.RefreshAsync(new ResourceRef { Type = ResourceType.Datasource, Luid = stage.LuidOf(path) })));
        await Task.WhenAll(jobs.Select(answer => stage.Service.UntilAsync(answer.Job.JobId, job => job.State == JobState.Running)));
        // The refusal of a token in its first second is waited out: let it grow older.
        await Task.Delay(TimeSpan.FromSeconds(2), stage.Clock);
        stage.Strike();
        stage.Service.Tableau.Faults.Add(new Fault { Method = "GET", Path = "/sites/*/jobs*", Code = "401002", Times = 1 });
        return await JudgeAsync(stage, [.. jobs.Select(answer => answer.Job.JobId)]);
    }
}

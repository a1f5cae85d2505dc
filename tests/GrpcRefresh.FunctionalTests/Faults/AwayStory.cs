using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>A refresh that needs no look-up to be recorded, asked for before the service has a session.</summary>
internal sealed class AwayStory : Story
{
    public override string Words => "a refresh by luid, the first since the start";

    public override async Task<Outcome> PlayAsync(Stage stage)
    {
        stage.Strike();
        var answer = await stage.Service.RefreshAsync(new ResourceRef { Type = ResourceType.Datasource, Luid = stage.LuidOf("Sales/Orders") });
        // A wait that only the call was told is found out anew by the job.
        return await JudgeAsync(stage, [answer.Job.JobId], stage.Stays ? stage.Trouble.Told : TimeSpan.Zero);
    }
}

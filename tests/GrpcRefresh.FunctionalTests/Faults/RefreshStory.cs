using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>Several refreshes at once, one of which fails in Tableau where there is more than one.</summary>
internal sealed class RefreshStory(ResourceType type, RefreshMode mode, params string[] paths) : Story
{
    public override string Words => mode == RefreshMode.Incremental ? "an incremental refresh below API 3.25" : "three refreshes at once";

    public override string ApiVersion => mode == RefreshMode.Incremental ? "3.24" : "3.27";

    public override async Task<Outcome> PlayAsync(Stage stage)
    {
        stage.Service.Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "another");
        stage.Strike();
        var jobs = await Task.WhenAll(paths.Select(path =>
            stage.Service.RefreshAsync(new ResourceRef { Type = type, Luid = stage.LuidOf(path) }, mode: mode)));
        return await JudgeAsync(stage, [.. jobs.Select(answer => answer.Job.JobId)]);
    }
}

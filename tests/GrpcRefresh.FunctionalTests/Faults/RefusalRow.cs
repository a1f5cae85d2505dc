using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>What Tableau does to one rotation, and how that rotation ends.</summary>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Asked">Which rotation.</param>
/// <param name="PlayAsync">Lets it go wrong, and answers how the job ended.</param>
/// <param name="Job">How the job ends.</param>
/// <param name="Steps">How its steps end.</param>
internal sealed record RefusalRow(
    string Fault, RefusalRequest Asked, Func<RefusalStage, Task<Job>> PlayAsync, string Job, params IReadOnlyList<StepsEnd> Steps)
{
    // Slow enough that two busy cores keep up.
    private const int Speed = 10;

    public string Name => $"{Fault}; {Asked.Words}";

    public async Task<(string Job, IReadOnlyList<StepsEnd> Steps)> EndAsync()
    {
        await using var service = await TestService.StartAsync(RefusalStage.Tableau(new QuickClock(Speed)), RefusalStage.Hurry);
        var stage = await RefusalStage.OfAsync(service, Asked);
        var job = await PlayAsync(stage);
        stage.AssertStruck();
        Assert.Empty(service.Errors.Entries);
        return (RefusalStage.WordsOf(job), await stage.StepsAsync(job.JobId));
    }
}

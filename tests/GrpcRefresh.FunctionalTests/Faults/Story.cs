using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>What a caller wants of the service while a route is faulted.</summary>
internal abstract class Story
{
    /// <summary>What happens, for the page.</summary>
    public abstract string Words { get; }

    /// <summary>How many sessions it needs, shared by all who call meanwhile.</summary>
    public virtual int Sessions => 1;

    public virtual string ApiVersion => "3.27";

    /// <summary>Adds to the seed what the story needs.</summary>
    public virtual void Prepare(TableauSimulatorOptions options)
    {
    }

    /// <summary>Plays until the outcome is known, and checks what must hold whatever it is.</summary>
    public abstract Task<Outcome> PlayAsync(Stage stage);

    /// <summary>Lets the jobs end, lifting a fault that stays once it has shown what it does.</summary>
    /// <param name="told">How long Tableau told the jobs to wait; what the fault says by default.</param>
    protected static async Task<Outcome> JudgeAsync(Stage stage, IReadOnlyList<string> jobIds, TimeSpan? told = null)
    {
        var ends = Task.WhenAll(jobIds.Select(jobId => stage.Service.EndOfAsync(jobId)));
        await Task.WhenAny(ends, stage.Fault.StruckAsync(stage.Stays ? stage.Fault.Hits + stage.Trouble.Enough : int.MaxValue));
        var waited = !ends.IsCompleted;
        stage.Lift();
        var jobs = await ends;
        var runs = stage.Service.Tableau.World.Jobs.ToDictionary(run => run.Luid);
        Assert.Equal(jobs.Length, runs.Count);
        Assert.All(jobs, job => Assert.Equal(StateOf(runs[job.TableauJobId]), job.State));
        var longest = jobs.Max(job => job.UpdateTime.ToDateTimeOffset() - job.CreateTime.ToDateTimeOffset());
        Assert.True(longest >= (told ?? stage.Trouble.Told), "Tableau was asked too soon.");
        return waited ? Outcome.Waits : Outcome.Ends;
    }

    private static V1.JobState StateOf(Simulation.Jobs.Job run) => run.FinishCode switch
    {
        0 => V1.JobState.Succeeded,
        1 => V1.JobState.Failed,
        2 => V1.JobState.Cancelled,
        _ => throw new InvalidOperationException($"{run.ItemName} has not ended."),
    };
}

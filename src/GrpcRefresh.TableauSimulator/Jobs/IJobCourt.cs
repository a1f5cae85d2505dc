namespace GrpcRefresh.Simulation.Jobs;

/// <summary>Decides at a job's end how it turned out, and hears when it begins and when it is over.</summary>
internal interface IJobCourt
{
    Verdict Judge(Job job);

    void Started(Job job);

    void Ended(Job job);
}

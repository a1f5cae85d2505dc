using FsCheck;
using FsCheck.Fluent;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

public sealed class JobStateMachineProperties
{
    [Theory]
    [InlineData(JobKind.Refresh)]
    [InlineData(JobKind.Rotation)]
    public async Task Whatever_is_tried_a_job_follows_the_table_of_its_kind_and_never_leaves_its_end(JobKind kind)
    {
        await using var temp = await TempStore.OpenAsync();
        var epoch = await temp.StartRunnerAsync();
        var states = Enum.GetValues<JobState>().Where(state => state != JobState.Unspecified).ToArray();
        var lane = 0;

        Prop.ForAll(Gen.Elements(states).ArrayOf(12).ToArbitrary(), attempts =>
                FollowAsync(temp, epoch, kind, $"lane {lane++}", attempts).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure);
    }

    private static async Task<bool> FollowAsync(TempStore temp, RunEpoch epoch, JobKind kind, string luid, JobState[] attempts)
    {
        var job = (await (kind == JobKind.Rotation ? temp.EnrolRotationAsync(Some.Rotation()) : temp.EnrolAsync(Some.Request(luid)))).Job;
        var model = job.State;
        foreach (var wanted in attempts)
        {
            var allowed = wanted == model || JobStates.MayFollow(kind, model, wanted);
            try
            {
                job = await temp.Store.ChangeAsync(epoch, job.JobId, current => current with { State = wanted }, default);
                // An end is final: a late change of state is left out, not an error.
                model = allowed ? wanted : model;
                if (job.State != model || !(allowed || JobStates.IsEnded(model)))
                {
                    return false;
                }
            }
            catch (InvalidOperationException)
            {
                if (allowed || JobStates.IsEnded(model))
                {
                    return false;
                }
            }
        }

        var events = await temp.Store.EventsAfterAsync(job.JobId, 0, default);
        return events!.Select(change => change.Revision).SequenceEqual(Enumerable.Range(1, events!.Count).Select(revision => (long)revision));
    }
}

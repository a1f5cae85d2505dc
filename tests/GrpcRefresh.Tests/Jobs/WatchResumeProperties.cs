using FsCheck;
using FsCheck.Fluent;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

public sealed class WatchResumeProperties
{
    private static readonly TimeSpan NoHeartbeat = TimeSpan.FromMinutes(1);

    /// <summary>A life of a job and the number of events after which its watcher is cut off, again and again.</summary>
    private static readonly Gen<(JobState[] Life, int[] Cuts)> Lives =
        from life in Gen.Sized(size => LifeGen(JobState.Queued, Math.Max(3, size / 4)))
        from cuts in Gen.Choose(0, 3).ArrayOf(8)
        select (life.ToArray(), cuts);

    [Fact]
    public void A_watcher_that_is_cut_off_at_random_misses_no_state_and_sees_no_revision_twice() =>
        Prop.ForAll(Lives.ToArbitrary(), story => WatchAsync(story.Life, story.Cuts).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static async Task<bool> WatchAsync(JobState[] life, int[] cuts)
    {
        await using var temp = await TempStore.OpenAsync();
        var epoch = await temp.StartRunnerAsync();
        var job = (await temp.EnrolAsync(Some.Request())).Job;
        var living = Task.Run(async () =>
        {
            foreach (var state in life.Skip(1))
            {
                await temp.Store.ChangeAsync(epoch, job.JobId, current => current with { State = state, Progress = (current.Progress ?? 0) + 1 }, default);
            }
        });

        var seen = new List<JobEvent>();
        var token = "";
        for (var cut = 0; seen.Count == 0 || !seen[^1].Job!.IsEnded; cut++)
        {
            // After the scripted cuts the watcher stays to the end.
            var take = cut < cuts.Length ? cuts[cut] : int.MaxValue;
            await foreach (var happened in temp.Watch.WatchAsync(job.JobId, token, NoHeartbeat, SomeCaller.Anonymous, default))
            {
                seen.Add(happened);
                token = happened.ResumeToken;
                if (--take <= 0)
                {
                    break;
                }
            }
        }

        await living;
        var revisions = seen.Select(happened => happened.Job!.Revision).ToList();
        var firstState = seen[0].Job!.State;
        return revisions.SequenceEqual(revisions.Distinct().Order())
            && WithoutRepeats(seen.Select(happened => happened.Job!.State)).SequenceEqual(WithoutRepeats(From(life, seen[0].Job!.Revision)))
            && seen[^1].Event == WatchEvent.Terminal
            && seen.Count(happened => happened.Event == WatchEvent.Terminal) == 1
            && seen[0].Job!.State == firstState;
    }

    /// <summary>The watcher may join late: what it must see is what follows the first revision it saw.</summary>
    private static IEnumerable<JobState> From(JobState[] life, long revision) => life.Skip((int)revision - 1);

    private static List<JobState> WithoutRepeats(IEnumerable<JobState> states)
    {
        var kept = new List<JobState>();
        foreach (var state in states.Where(state => kept.Count == 0 || kept[^1] != state))
        {
            kept.Add(state);
        }

        return kept;
    }

    private static Gen<IEnumerable<JobState>> LifeGen(JobState state, int steps)
    {
        if (JobStates.IsEnded(state))
        {
            return Gen.Constant(Enumerable.Repeat(state, 1));
        }

        // Staying in a state is a change of progress. A life that has lasted long enough ends.
        var next = Enum.GetValues<JobState>()
            .Where(to => (to == state || JobStates.MayFollow(JobKind.Refresh, state, to)) && (steps > 0 ? true : JobStates.IsEnded(to)))
            .ToList();
        return from to in Gen.Elements(next.AsEnumerable())
               from rest in LifeGen(to, steps - 1)
               select rest.Prepend(state);
    }
}

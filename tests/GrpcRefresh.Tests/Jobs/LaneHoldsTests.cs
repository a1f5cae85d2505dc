using FsCheck;
using FsCheck.Fluent;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

public sealed class LaneHoldsTests
{
    private static readonly JobRecord Job = Some.Job();
    private static readonly string[] Luids = ["a", "b"];

    private readonly LaneHolds _holds = new();

    [Fact]
    public void A_lane_that_two_hold_is_free_when_both_have_let_go()
    {
        _holds.Hold("one", [Job.Lane]);
        _holds.Hold("two", [Job.Lane]);

        _holds.Release("one", [Job.Lane]);
        Assert.False(_holds.LetPass(Job));

        _holds.Release("two", [Job.Lane]);
        Assert.True(_holds.LetPass(Job));
    }

    [Fact]
    public void A_job_passes_when_all_who_hold_it_asked_for_it()
    {
        _holds.Hold("one", [Job.Lane]);
        Assert.True(_holds.LetPass(AskedBy("one")));
        Assert.False(_holds.LetPass(AskedBy("two")));

        _holds.Hold("two", [Job.Lane]);

        Assert.False(_holds.LetPass(AskedBy("one")));
        Assert.True(_holds.LetPass(AskedBy("one", "two")));
    }

    [Fact]
    public void Holding_and_releasing_twice_is_harmless()
    {
        _holds.Hold("one", [Job.Lane, Job.Lane]);
        _holds.Hold("one", [Job.Lane]);
        _holds.Release("one", [Job.Lane]);
        Assert.True(_holds.LetPass(Job));

        _holds.Release("one", [Job.Lane]);
        _holds.ReleaseAll("stranger");

        Assert.True(_holds.LetPass(Job));
    }

    [Fact]
    public void Releasing_all_leaves_what_others_hold()
    {
        var other = Some.Job(luid: "2c3d");
        _holds.Hold("one", [Job.Lane, other.Lane]);
        _holds.Hold("two", [other.Lane]);

        _holds.ReleaseAll("one");

        Assert.Equal((true, false), (_holds.LetPass(Job), _holds.LetPass(other)));
    }

    [Fact]
    public void A_reader_is_told_of_its_sites_lanes_and_only_of_changes()
    {
        var elsewhere = Job.Lane with { Site = new SiteKey(SiteKey.DefaultServer, "marketing") };
        using var news = _holds.Open(Some.Site);

        _holds.Hold("one", [elsewhere]);
        Assert.False(news.Arrived.IsCompleted);

        _holds.Hold("one", [elsewhere, Job.Lane]);
        Assert.True(news.Arrived.IsCompletedSuccessfully);
        Assert.Equal([Job.Lane], news.Take());
        Assert.False(news.Arrived.IsCompleted);

        _holds.Hold("one", [Job.Lane]);
        Assert.Empty(news.Take());

        _holds.ReleaseAll("one");
        Assert.Equal([Job.Lane], news.Take());
    }

    [Fact]
    public void A_reader_that_has_left_is_told_nothing()
    {
        var news = _holds.Open(Some.Site);
        news.Dispose();

        _holds.Hold("one", [Job.Lane]);

        Assert.Empty(news.Take());
    }

    [Fact]
    public void Whoever_holds_and_releases_what_the_books_agree() =>
        Prop.ForAll(
                (from holder in Gen.Elements("one", "two", "three")
                 from luid in Gen.Elements(Luids)
                 from act in Gen.Choose(0, 2)
                 select (holder, luid, act)).ArrayOf(20).ToArbitrary(),
                AgreesWithAPlainSet)
            .Check(Config.QuickThrowOnFailure);

    [Fact]
    public async Task Holders_in_parallel_leave_nothing_held()
    {
        var lanes = Enumerable.Range(0, 20).Select(i => Some.Job(luid: $"luid {i}").Lane).ToList();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(holder => Task.Run(() =>
        {
            for (var round = 0; round < 200; round++)
            {
                _holds.Hold($"{holder}", lanes.Skip(round % 10));
                _holds.Release($"{holder}", lanes.Take(10));
                _holds.ReleaseAll($"{holder}");
            }
        })));

        Assert.All(lanes, lane => Assert.True(_holds.LetPass(Some.Job(luid: lane.Luid))));
    }

    private static bool AgreesWithAPlainSet((string Holder, string Luid, int Act)[] acts)
    {
        var holds = new LaneHolds();
        var plain = new HashSet<(string Holder, string Luid)>();
        foreach (var (holder, luid, act) in acts)
        {
            Lane[] lanes = [Some.Job(luid: luid).Lane];
            switch (act)
            {
                case 0:
                    holds.Hold(holder, lanes);
                    plain.Add((holder, luid));
                    break;
                case 1:
                    holds.Release(holder, lanes);
                    plain.Remove((holder, luid));
                    break;
                default:
                    holds.ReleaseAll(holder);
                    plain.RemoveWhere(held => held.Holder == holder);
                    break;
            }

            if (Luids.Any(name => holds.LetPass(Some.Job(luid: name)) == plain.Any(held => held.Luid == name)))
            {
                return false;
            }
        }

        return true;
    }

    private static JobRecord AskedBy(params string[] holders) => Job with { Drive = new JobDrive { PassesHoldsOf = holders } };
}

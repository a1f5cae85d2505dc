using GrpcRefresh.Server;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Tests.Rotation;

public sealed class RotationRowsTests : IAsyncLifetime
{
    private static readonly RotationCourse Course = new(new RotationTerms(OldSecret.Dead, Verification.RefreshCanary, OnFailure.Stop, 1, 1, 4));

    private TempStore _temp = null!;

    public async Task InitializeAsync() => _temp = await TempStore.OpenAsync();

    public async Task DisposeAsync() => await _temp.DisposeAsync();

    [Fact]
    public async Task A_course_is_kept_with_what_was_decided_on_the_way()
    {
        var job = await EnrolAsync(Some.Step());
        var stopped = Course with { RollingBack = true, StopReason = new Failure(ErrorReason.RotationFailed, "x") { Metadata = new Dictionary<string, string> { ["failed"] = "2" } } };

        Assert.Equal(RotationJson.Write(Course), RotationJson.Write((await ReadAsync(db => RotationRows.Course(db, job)))!));
        await WriteAsync(db => RotationRows.Update(db, job, stopped));

        var kept = (await ReadAsync(db => RotationRows.Course(db, job)))!;
        Assert.Equal((Course.Terms, true), (kept.Terms, kept.RollingBack));
        Assert.Equal((ErrorReason.RotationFailed, "x", "2"), (kept.StopReason!.Reason, kept.StopReason.Message, kept.StopReason.Metadata["failed"]));
        Assert.Null(await ReadAsync(db => RotationRows.Course(db, "another")));
    }

    [Fact]
    public async Task Steps_are_told_by_number_from_one_on_and_no_more_than_asked()
    {
        var job = await EnrolAsync(Step(3), Step(1), Step(12), Step(2));

        Assert.Equal([1, 2, 3, 12], await NumbersAsync(job));
        Assert.Equal([2, 3], await NumbersAsync(job, after: 1, limit: 2));
        Assert.Empty(await NumbersAsync(job, after: 12));
        Assert.Empty(await NumbersAsync("another"));
    }

    [Fact]
    public async Task Steps_are_chosen_by_the_state_they_have_now()
    {
        var job = await EnrolAsync(Step(1), Step(2), Step(3, RotationStepState.Skipped));
        await WriteAsync(db => RotationRows.Update(db, job, [Step(2, RotationStepState.Failed) with { Touched = true, Error = new Failure(ErrorReason.UpdateNotStored, "x") }]));

        Assert.Equal([2], await NumbersAsync(job, states: RotationStepState.Failed));
        Assert.Equal([1, 3], await NumbersAsync(job, states: [RotationStepState.Planned, RotationStepState.Skipped]));
        var failed = (await ReadAsync(db => RotationRows.Steps(db, job, [], 1, 1)))[0];
        Assert.Equal((true, ErrorReason.UpdateNotStored), (failed.Touched, failed.Error!.Reason));
    }

    [Fact]
    public async Task A_change_stays_within_its_rotation()
    {
        var (one, other) = (await EnrolAsync(Step(1)), await EnrolAsync(Step(1)));

        await WriteAsync(db => RotationRows.Update(db, one, [Step(1, RotationStepState.Updated)]));

        Assert.Equal([1], await NumbersAsync(other, states: RotationStepState.Planned));
    }

    [Fact]
    public async Task An_active_rotation_of_the_same_item_is_an_overlap_also_by_another_connection()
    {
        var job = await EnrolAsync(Step(1, item: "a"));

        Assert.Equal(job, await OverlapAsync(Step(1, item: "a", connection: "c2")));
        Assert.Equal(job, await OverlapAsync(Step(1, item: "b"), Step(2, item: "a")));
        Assert.Null(await OverlapAsync(Step(1, item: "b")));
    }

    [Fact]
    public async Task The_same_id_on_another_site_is_another_item()
    {
        await EnrolAsync(Step(1, item: "a"));
        var elsewhere = Step(1, item: "a");

        Assert.Null(await OverlapAsync(elsewhere with { Connection = elsewhere.Connection with { Site = new SiteKey(SiteKey.DefaultServer, "marketing") } }));
        Assert.Null(await OverlapAsync(elsewhere with { Connection = elsewhere.Connection with { Site = new SiteKey("other", "") } }));
    }

    [Fact]
    public async Task What_is_left_alone_overlaps_with_nothing()
    {
        await EnrolAsync(Step(1, RotationStepState.Skipped, item: "a"), Step(2, item: "b"));

        Assert.Null(await OverlapAsync(Step(1, item: "a")));
        Assert.Null(await OverlapAsync(Step(1, RotationStepState.Skipped, item: "b")));
    }

    [Fact]
    public async Task A_rotation_that_has_ended_is_in_nobodys_way()
    {
        var job = await EnrolAsync(Step(1, item: "a"));
        var epoch = await _temp.StartRunnerAsync();
        await _temp.Store.ChangeAsync(epoch, job, current => current with { State = JobState.Running }, default);

        await _temp.Store.ChangeAsync(epoch, job, current => JobEndings.Succeeded(current, current.UpdateTime), default);

        Assert.Null(await OverlapAsync(Step(1, item: "a")));
    }

    [Fact]
    public async Task Steps_go_with_their_job()
    {
        var job = await EnrolAsync(Step(1));
        var epoch = await _temp.StartRunnerAsync();
        await _temp.Store.ChangeAsync(epoch, job, current => current with { State = JobState.Running }, default);
        await _temp.Store.ChangeAsync(epoch, job, current => JobEndings.Succeeded(current, current.UpdateTime), default);

        await _temp.Store.PurgeAsync(DateTimeOffset.UtcNow.AddMinutes(1), kept: 0, default);

        Assert.Empty(await NumbersAsync(job));
        Assert.Null(await ReadAsync(db => RotationRows.Course(db, job)));
    }

    private static RotationStepRecord Step(int number, RotationStepState state = RotationStepState.Planned, string item = "0a1b", string? connection = null) => Some.Step(number, state) with
    {
        Connection = Some.Connection() with { ItemLuid = item, ConnectionId = connection ?? $"c{number}" },
    };

    private async Task<string> EnrolAsync(params RotationStepRecord[] steps) =>
        (await _temp.EnrolRotationAsync(Some.Rotation(), (db, job) => RotationRows.Insert(db, job.JobId, Course, steps))).Job.JobId;

    private async Task<IEnumerable<int>> NumbersAsync(string job, int after = 0, int limit = int.MaxValue, params RotationStepState[] states) =>
        (await ReadAsync(db => RotationRows.Steps(db, job, states, after, limit))).Select(step => step.Number);

    private Task<string?> OverlapAsync(params RotationStepRecord[] steps) => ReadAsync(db => RotationRows.FindOverlap(db, steps));

    private Task<T> ReadAsync<T>(Func<SqliteConnection, T> read) => _temp.Database.ReadAsync(read, default);

    private Task<int> WriteAsync(Action<SqliteConnection> write) => _temp.Database.WriteAsync(
        db =>
        {
            write(db);
            return 0;
        },
        _ => { },
        default);
}

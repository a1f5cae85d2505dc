using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.Tests.Rpc;

public sealed class JobMessagesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Everything_a_caller_may_know_of_a_job_arrives()
    {
        var job = JobMessages.Of(Some.Job() with
        {
            State = JobState.Failed,
            Mode = RefreshMode.Incremental,
            TableauJobId = "t1",
            Revision = 7,
            Progress = 0,
            CreateTime = Noon,
            StartTime = Noon.AddMinutes(1),
            EndTime = Noon.AddMinutes(2),
            UpdateTime = Noon.AddMinutes(3),
            Error = new Failure(ErrorReason.RefreshFailed, "It failed."),
            Notes = ["one", "two"],
            Labels = new Dictionary<string, string> { ["team"] = "sales" },
            Attempt = 2,
            Foreign = true,
            JoinCount = 3,
            OnBehalfOf = new OnBehalf("ANA", "ANALYST", "NIGHTLY", "01b2"),
        });

        Assert.Equal(("job-1", JobKind.Refresh, JobState.Failed, RefreshMode.Incremental), (job.JobId, job.Kind, job.State, job.Mode));
        Assert.Equal(("t1", 7, true, 0), (job.TableauJobId, job.Revision, job.HasProgressPercent, job.ProgressPercent));
        Assert.Equal(
            [Noon, Noon.AddMinutes(1), Noon.AddMinutes(2), Noon.AddMinutes(3)],
            new[] { job.CreateTime, job.StartTime, job.EndTime, job.UpdateTime }.Select(time => time.ToDateTimeOffset()));
        Assert.Equal("REFRESH_FAILED", Assert.Single(job.Error.All<ErrorInfo>()).Reason);
        Assert.Equal(["one", "two"], job.TableauNotes);
        Assert.Equal("127.0.0.1", job.RequestedBy);
        Assert.Equal("sales", job.Labels["team"]);
        Assert.Equal((2, true, 3), (job.Attempt, job.Foreign, job.JoinCount));
        Assert.Equal(Some.Item().Luid, job.Resource.Ref.Luid);
        Assert.Equal(new OnBehalfOf { User = "ANA", Role = "ANALYST", Task = "NIGHTLY", QueryId = "01b2" }, job.OnBehalfOf);
    }

    [Fact]
    public void What_is_not_known_is_absent()
    {
        var job = JobMessages.Of(Some.Job());

        Assert.False(job.HasProgressPercent);
        Assert.Null(job.StartTime);
        Assert.Null(job.EndTime);
        Assert.Null(job.Error);
        Assert.Null(job.OnBehalfOf);
        Assert.Empty(job.TableauJobId);
        Assert.Null(job.Resource.UpdateTime);
    }

    [Fact]
    public void All_watchers_of_a_record_share_one_message()
    {
        var record = Some.Job();

        Assert.Same(JobMessages.Of(record), JobMessages.Of(record));
        Assert.Same(
            WatchMessages.OfJob(new JobEvent(WatchEvent.Update, record, "1")).Job,
            WatchMessages.OfJobs(new JobEvent(WatchEvent.Snapshot, record, "2")).Job);
        Assert.NotSame(JobMessages.Of(record), JobMessages.Of(record with { Revision = 2 }));
    }

    [Fact]
    public void Everything_a_caller_may_know_of_content_arrives()
    {
        var item = new CatalogItem(
            new SiteKey("default", "marketing"), ResourceType.Workbook, "luid-1", "Orders", ["Sales"], "ann", "https://t/1", HasExtracts: false, Noon);

        var resource = ResourceMessages.Of(item);

        Assert.Equal(
            (ResourceType.Workbook, "default", "marketing", "luid-1"),
            (resource.Ref.Type, resource.Ref.Server, resource.Ref.Site, resource.Ref.Luid));
        Assert.Equal(("Orders", "ann", "https://t/1"), (resource.Name, resource.Owner, resource.WebpageUrl));
        Assert.Equal(["Sales"], resource.ProjectPath);
        Assert.Equal((true, false), (resource.HasHasExtracts, resource.HasExtracts));
        Assert.Equal(Noon, resource.UpdateTime.ToDateTimeOffset());
        Assert.False(ResourceMessages.Of(item with { HasExtracts = null }).HasHasExtracts);
    }

    [Fact]
    public void A_bookmark_carries_no_job()
    {
        var bookmark = WatchMessages.OfJob(new JobEvent(WatchEvent.Bookmark, null, "9"));

        Assert.Equal((WatchEvent.Bookmark, null, "9"), (bookmark.Event, bookmark.Job, bookmark.ResumeToken));
    }
}

using FsCheck;
using FsCheck.Fluent;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

public sealed class JobSearchProperties
{
    private static readonly Gen<Caller?> Viewers =
        from name in Gen.Elements("somebody", "127.0.0.1")
        from servers in Gen.SubListOf("default", "OTHER")
        from sites in Gen.SubListOf("", "Marketing", "elsewhere")
        from projects in Gen.SubListOf<IReadOnlyList<string>>(["Sales"], ["Sales", "EMEA"], ["Finance"])
        from anybody in Gen.Elements(false, true)
        select anybody ? null : new Caller(name, Role.Viewer, new CallerScope([.. servers], [.. sites], [.. projects]));

    private static readonly Gen<JobQuery> Queries =
        from states in Gen.SubListOf(Enum.GetValues<JobState>())
        from kinds in Gen.SubListOf(JobKind.Refresh, JobKind.Rotation)
        from sites in Gen.SubListOf("", "marketing", "nowhere")
        from resource in Gen.Elements<Lane?>(null, new Lane(Some.Site, ResourceType.Datasource, "a"), new Lane(Some.Site, ResourceType.Workbook, "a"))
        from label in Gen.Elements("", "team", "other")
        from viewer in Viewers
        from created in Gen.Elements<DateTimeOffset?>(null, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)
        select new JobQuery
        {
            States = [.. states],
            Kinds = [.. kinds],
            Sites = [.. sites],
            Resource = resource,
            Labels = label.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { [label] = "bi" },
            CreatedAfter = created,
            Viewer = viewer,
        };

    [Fact]
    public async Task The_database_chooses_the_jobs_that_the_filter_matches()
    {
        await using var temp = await TempStore.OpenAsync();
        var all = await FillAsync(temp);

        Prop.ForAll(Queries.ToArbitrary(), query =>
            {
                var found = temp.Store.ListAsync(query, 1_000, null, null, default).GetAwaiter().GetResult();
                return found.Select(job => job.JobId).Order().SequenceEqual(all.Where(query.Matches).Select(job => job.JobId).Order());
            })
            .Check(Config.QuickThrowOnFailure);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Pages_add_up_to_the_whole_list_newest_first(int pageSize)
    {
        await using var temp = await TempStore.OpenAsync();
        var all = await FillAsync(temp);

        var (paged, token) = (new List<JobRecord>(), "");
        do
        {
            var page = await temp.Reader.ListAsync(JobQuery.Everything, pageSize, token, default);
            paged.AddRange(page.Jobs);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(all.Select(job => job.JobId).Order(), paged.Select(job => job.JobId).Order());
        Assert.Equal(paged.OrderByDescending(job => job.CreateTime).Select(job => job.CreateTime), paged.Select(job => job.CreateTime));
    }

    private static async Task<List<JobRecord>> FillAsync(TempStore temp)
    {
        var epoch = await temp.StartRunnerAsync();
        var labels = new Dictionary<string, string> { ["team"] = "bi" };
        var jobs = new List<JobRecord>();
        foreach (var site in new[] { Some.Site, new SiteKey(SiteKey.DefaultServer, "marketing") })
        {
            foreach (var luid in new[] { "a", "b", "c" })
            {
                var job = (await temp.EnrolAsync(Some.Request(luid, site: site, labels: luid == "b" ? labels : null))).Job;
                if (luid != "c")
                {
                    await temp.Store.ChangeAsync(epoch, job.JobId, current => current with { State = JobState.Submitting }, default);
                }

                jobs.Add(luid != "a" ? (await temp.Store.FindAsync(job.JobId, default))! : await temp.Store.ChangeAsync(
                    epoch, job.JobId, current => JobEndings.Succeeded(current, current.UpdateTime), default));
            }
        }

        foreach (var sites in new SiteKey[][] { [Some.Site], [new("other", "marketing"), Some.Site], [new("other", "elsewhere")] })
        {
            jobs.Add((await temp.EnrolRotationAsync(Some.Rotation(sites: sites, labels: sites.Length > 1 ? labels : null))).Job);
        }

        return jobs;
    }
}

using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc.Requests;

public sealed class JobFilterReadingTests
{
    private const string Luid = "123e4567-e89b-12d3-a456-426614174000";

    private static readonly Dictionary<string, (Action<JobFilter> Spoil, string[] Fields)> Bad = new()
    {
        ["seventeen states"] = (f => f.States.Add(Enumerable.Repeat(JobState.Queued, 17)), ["filter.states"]),
        ["a state left unsaid"] = (f => f.States.Add([JobState.Queued, JobState.Unspecified]), ["filter.states[1]"]),
        ["a state of tomorrow"] = (f => f.States.Add((JobState)99), ["filter.states[0]"]),
        ["seventeen kinds"] = (f => f.Kinds.Add(Enumerable.Repeat(JobKind.Refresh, 17)), ["filter.kinds"]),
        ["a kind left unsaid"] = (f => f.Kinds.Add(JobKind.Unspecified), ["filter.kinds[0]"]),
        ["a kind of tomorrow"] = (f => f.Kinds.Add((JobKind)9), ["filter.kinds[0]"]),
        ["101 sites"] = (f => f.Sites.Add(Enumerable.Repeat("s", 101)), ["filter.sites"]),
        ["a long site"] = (f => f.Sites.Add(["", new string('s', 257)]), ["filter.sites[1]"]),
        ["a resource by path"] = (f => f.Resource = new() { Path = new() }, ["filter.resource"]),
        ["a resource without a type"] = (f => f.Resource = new() { Luid = Luid }, ["filter.resource.type"]),
        ["a resource without a UUID"] = (f => f.Resource = new() { Type = ResourceType.Workbook, Luid = "1" }, ["filter.resource.luid"]),
        ["a bad label"] = (f => f.Labels.Add("Team", "x"), ["filter.labels"]),
        ["seventeen labels"] = (f => f.Labels.Add(Enumerable.Range(0, 17).ToDictionary(i => $"l{i}", i => "")), ["filter.labels"]),
        ["a time before time"] = (f => f.CreatedAfter = new Timestamp { Seconds = -62_135_596_801 }, ["filter.created_after"]),
        ["a time with too many nanos"] = (f => f.CreatedAfter = new Timestamp { Nanos = 1_000_000_000 }, ["filter.created_after"]),
        ["several"] = (
            f =>
            {
                f.States.Add((JobState)99);
                f.Kinds.Add((JobKind)9);
                f.CreatedAfter = new Timestamp { Nanos = -1 };
            },
            ["filter.states[0]", "filter.kinds[0]", "filter.created_after"]),
    };

    public static TheoryData<string> BadCases => [.. Bad.Keys];

    [Theory]
    [MemberData(nameof(BadCases))]
    public void A_bad_filter_is_refused_by_list_and_watch_alike(string what)
    {
        var filter = new JobFilter();
        Bad[what].Spoil(filter);

        Assert.Equal(Bad[what].Fields, BadFields.Of(() => JobRequests.Read(new ListJobsRequest { Filter = filter }, SomeCaller.Anonymous)));
        Assert.Equal(Bad[what].Fields, BadFields.Of(() => JobRequests.Read(new WatchJobsRequest { Filter = filter }, SomeCaller.Anonymous)));
    }

    [Fact]
    public void No_filter_chooses_everything() => Assert.Equal(JobQuery.Everything with { Viewer = SomeCaller.Anonymous }, JobRequests.Read(new ListJobsRequest(), SomeCaller.Anonymous).Query);

    [Fact]
    public void What_is_given_arrives()
    {
        var query = Read(new JobFilter
        {
            States = { JobState.Queued, JobState.Running, JobState.Queued },
            Kinds = { JobKind.Refresh },
            Sites = { "", "marketing" },
            Resource = new ResourceRef { Type = ResourceType.Workbook, Site = "marketing", Luid = Luid.ToUpperInvariant() },
            Labels = { ["team"] = "sales" },
            CreatedAfter = new Timestamp { Seconds = 5 },
        });

        Assert.Equal([JobState.Queued, JobState.Running], query.States);
        Assert.Equal([JobKind.Refresh], query.Kinds);
        Assert.Equal(["", "marketing"], query.Sites);
        Assert.Equal(new Lane(new SiteKey("default", "marketing"), ResourceType.Workbook, Luid), query.Resource);
        Assert.Equal("sales", query.Labels["team"]);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(5), query.CreatedAfter);
    }

    private static JobQuery Read(JobFilter filter) => JobRequests.Read(new ListJobsRequest { Filter = filter }, SomeCaller.Anonymous).Query;
}

using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Gateway.Requests;
using GrpcRefresh.Server.Gateway.Routing;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Gateway.Requests;

public sealed class RequestReaderTests
{
    [Fact]
    public void Parameters_are_named_as_in_the_proto_or_as_in_JSON()
    {
        var request = (ListJobsRequest)Read(
            ListJobsRequest.Descriptor,
            "page_size=5&pageToken=a%2Bb+c&filter.states=JOB_STATE_FAILED&filter.states=6&filter.sites=&filter.sites=a%26b"
            + "&filter.labels[team]=x%3D1&filter.labels[a.b[0]]=&filter.createdAfter=2026-01-31T06:30:00.5%2B01:00&filter.resource.type=RESOURCE_TYPE_WORKBOOK&&");

        Assert.Equal(
            new ListJobsRequest
            {
                PageSize = 5,
                PageToken = "a+b c",
                Filter = new JobFilter
                {
                    States = { JobState.Failed, JobState.Succeeded },
                    Sites = { "", "a&b" },
                    Labels = { ["team"] = "x=1", ["a.b[0]"] = "" },
                    CreatedAfter = new Timestamp { Seconds = 1_769_837_400, Nanos = 500_000_000 },
                    Resource = new ResourceRef { Type = ResourceType.Workbook },
                },
            },
            request);
    }

    [Theory]
    [InlineData("page_size=five", "page_size")]
    [InlineData("page_size=", "page_size")]
    [InlineData("page_size=99999999999", "page_size")]
    [InlineData("page_size=1&pageSize=1", "pageSize")]
    [InlineData("size=1", "size")]
    [InlineData("filter=x", "filter")]
    [InlineData("filter.x=1", "filter.x")]
    [InlineData("filter.states=FAILED", "filter.states[0]")]
    [InlineData("filter.states.x=1", "filter.states.x")]
    [InlineData("filter.states[0]=1", "filter.states[0]")]
    [InlineData("filter.labels=x", "filter.labels")]
    [InlineData("filter.labels[a=x", "filter.labels[a")]
    [InlineData("filter.labels[a]=x&filter.labels[a]=x", "filter.labels[a]")]
    [InlineData("filter.created_after=today", "filter.created_after")]
    [InlineData("filter.created_after.seconds=1", "filter.created_after.seconds")]
    [InlineData("filter.resource.luid=a&filter.resource.url=b", "filter.resource.url")]
    [InlineData("page_size=x&filter.states=x", "page_size,filter.states[0]")]
    [InlineData("filter..x=1", "filter..x")]
    [InlineData("%ff=1", "query")]
    public void What_cannot_be_meant_is_refused_by_name(string query, string fields)
    {
        var refused = Assert.Throws<RefusedException>(() => Read(ListJobsRequest.Descriptor, query));

        Assert.Equal(fields, string.Join(',', refused.Failure.Fields.Select(field => field.Field)));
    }

    [Fact]
    public void Durations_are_seconds_and_booleans_are_words()
    {
        var wait = (WaitJobRequest)Read(WaitJobRequest.Descriptor, "timeout=1.5s");
        var connections = (ListConnectionsRequest)Read(ListConnectionsRequest.Descriptor, "all_connection_types=true");

        Assert.Equal((1, 500_000_000, true), (wait.Timeout.Seconds, wait.Timeout.Nanos, connections.AllConnectionTypes));
        Assert.Throws<RefusedException>(() => Read(ListConnectionsRequest.Descriptor, "all_connection_types=1"));
        Assert.Throws<RefusedException>(() => Read(WaitJobRequest.Descriptor, "timeout=5"));
    }

    [Fact]
    public void What_the_path_says_the_query_may_not_say_again()
    {
        var binding = new HttpBinding("GET", PathTemplate.Parse("/v1/jobs/{job_id}"), "");
        var reader = new RequestReader(GetJobRequest.Descriptor, binding);

        var refused = Assert.Throws<RefusedException>(() => reader.Read(RawPath.Parse("/v1/jobs/a")!, "jobId=a", ""));

        Assert.Equal("jobId: stands in the path already; leave it out of the query", refused.Message);
    }

    [Fact]
    public void A_body_may_be_one_field_with_the_others_in_the_query()
    {
        var binding = new HttpBinding("POST", PathTemplate.Parse("/v1/{resource.site}:refresh"), "on_behalf_of");
        var reader = new RequestReader(RefreshResourceRequest.Descriptor, binding);

        var request = (RefreshResourceRequest)reader.Read(RawPath.Parse("/v1/marketing:refresh")!, "validateOnly=true", "{\"user\":\"me\"}");

        Assert.Equal(("marketing", true, "me"), (request.Resource.Site, request.ValidateOnly, request.OnBehalfOf.User));
    }

    [Theory]
    [InlineData("/v1/{nobody}", "")]
    [InlineData("/v1/{mode}", "")]
    [InlineData("/v1/{labels}", "")]
    [InlineData("/v1/{resource}", "")]
    [InlineData("/v1", "nobody")]
    [InlineData("/v1", "labels")]
    [InlineData("/v1", "request_id")]
    public void An_annotation_that_names_what_cannot_be_is_refused_at_start(string path, string body) =>
        Assert.Throws<NotSupportedException>(() => new RequestReader(RefreshResourceRequest.Descriptor, new HttpBinding("POST", PathTemplate.Parse(path), body)));

    private static IMessage Read(MessageDescriptor type, string query) =>
        new RequestReader(type, new HttpBinding("GET", PathTemplate.Parse("/v1"), "")).Read(RawPath.Parse("/v1")!, query, "");
}

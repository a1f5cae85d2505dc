using Google.Protobuf;
using GrpcRefresh.Server.Gateway.Calls;
using GrpcRefresh.Server.Gateway.Requests;
using GrpcRefresh.Server.Gateway.Routing;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Gateway.Routing;

public sealed class RouteTableTests
{
    [Fact]
    public void A_literal_goes_before_a_variable_however_they_are_declared()
    {
        var table = new RouteTable([Route("GET", "/v1/{job_id}/x"), Route("GET", "/v1/jobs/x"), Route("GET", "/{job_id}/jobs/x")]);

        Assert.Equal("/v1/jobs/x", table.Find("GET", RawPath.Parse("/v1/jobs/x")!)!.Binding.Path.Text);
        Assert.Equal("/v1/{job_id}/x", table.Find("GET", RawPath.Parse("/v1/other/x")!)!.Binding.Path.Text);
    }

    [Fact]
    public void The_verbs_of_a_path_are_those_of_all_its_routes()
    {
        var table = new RouteTable([Route("POST", "/v1/jobs"), Route("GET", "/v1/{job_id}"), Route("GET", "/v2")]);

        Assert.Equal(["GET", "POST"], table.VerbsOf(RawPath.Parse("/v1/jobs")!));
        Assert.Null(table.Find("PUT", RawPath.Parse("/v1/jobs")!));
        Assert.Empty(table.VerbsOf(RawPath.Parse("/v3")!));
    }

    [Fact]
    public void Two_routes_for_the_same_requests_are_refused() =>
        Assert.Throws<NotSupportedException>(() => new RouteTable([Route("GET", "/v1/{job_id}:x"), Route("GET", "/v1/*:x")]));

    private static Route Route(string verb, string path)
    {
        var binding = new HttpBinding(verb, PathTemplate.Parse(path), "");
        return new Route(binding, new RequestReader(GetJobRequest.Descriptor, binding), new Silent());
    }

    private sealed class Silent() : GatewayMethod(JobService.Descriptor.FindMethodByName("GetJob"))
    {
        public override Task AnswerAsync(IMessage request, GatewayCall call) => Task.CompletedTask;
    }
}

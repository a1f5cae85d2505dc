using Google.Api;
using Google.Protobuf.Reflection;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Conventions;

/// <summary>The annotations are the gateway's only route table, so what they say is fixed here.</summary>
public sealed class HttpRouteTests
{
    private static readonly Dictionary<string, string> Documented = new()
    {
        ["RefreshService.RefreshResource"] = "POST /v1/resources:refresh *",
        ["RefreshService.ResolveResource"] = "POST /v1/resources:resolve *",
        ["RefreshService.ListResources"] = "GET /v1/resources",
        ["RefreshService.SyncCatalog"] = "POST /v1/resources:sync *",
        ["JobService.GetJob"] = "GET /v1/jobs/{job_id}",
        ["JobService.ListJobs"] = "GET /v1/jobs",
        ["JobService.WaitJob"] = "GET /v1/jobs/{job_id}:wait",
        ["JobService.WatchJob"] = "GET /v1/jobs/{job_id}:watch",
        ["JobService.WatchJobs"] = "GET /v1/jobs:watch",
        ["JobService.CancelJob"] = "POST /v1/jobs/{job_id}:cancel *",
        ["CredentialService.RotateConnectionCredentials"] = "POST /v1/connections:rotateCredentials *",
        ["CredentialService.ListConnections"] = "GET /v1/connections",
        ["CredentialService.ListRotationSteps"] = "GET /v1/jobs/{job_id}/steps",
    };

    private static IEnumerable<MethodDescriptor> Methods => RefreshService.Descriptor.Methods.Concat(JobService.Descriptor.Methods).Concat(CredentialService.Descriptor.Methods);

    [Fact]
    public void Every_method_has_its_documented_route_and_there_are_no_others() =>
        Assert.Equal(Documented, Methods.ToDictionary(method => $"{method.Service.Name}.{method.Name}", Route));

    [Fact]
    public void Only_watches_stream() => Assert.Equal(
        ["WatchJob", "WatchJobs"], Methods.Where(method => method.IsServerStreaming).Select(method => method.Name));

    private static string Route(MethodDescriptor method)
    {
        var rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http);
        Assert.True(rule is not null, $"{method.FullName} has no google.api.http annotation.");
        Assert.Empty(rule.AdditionalBindings);
        return rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => $"GET {rule.Get} {rule.Body}".TrimEnd(),
            HttpRule.PatternOneofCase.Post => $"POST {rule.Post} {rule.Body}".TrimEnd(),
            _ => rule.ToString(),
        };
    }
}

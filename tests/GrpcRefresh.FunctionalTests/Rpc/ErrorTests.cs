using Grpc.Core;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.FunctionalTests.Rpc;

public sealed class ErrorTests
{
    [Fact]
    public async Task A_refusal_arrives_with_its_reason()
    {
        await using var host = await LoopbackHost.StartServiceAsync();

        var exception = await Assert.ThrowsAsync<RpcException>(() =>
            new JobService.JobServiceClient(host.Channel).GetJobAsync(new GetJobRequest { JobId = "nobody" }).ResponseAsync.SoonAsync());

        Assert.Equal(StatusCode.NotFound, exception.StatusCode);
        Assert.Equal(("grpcrefresh", "JOB_NOT_FOUND"), (exception.Info().Domain, exception.Info().Reason));
        Assert.Equal("nobody", exception.Info().Metadata["job_id"]);
    }

    [Fact]
    public async Task All_bad_fields_arrive_at_once()
    {
        await using var host = await LoopbackHost.StartServiceAsync();
        var request = new RefreshResourceRequest { Resource = new ResourceRef { Luid = "nine" }, RequestId = "once", Mode = (RefreshMode)9 };

        var exception = await Assert.ThrowsAsync<RpcException>(() =>
            new RefreshService.RefreshServiceClient(host.Channel).RefreshResourceAsync(request).ResponseAsync.SoonAsync());

        Assert.Equal(StatusCode.InvalidArgument, exception.StatusCode);
        Assert.Equal("INVALID_REQUEST", exception.Info().Reason);
        Assert.Equal(
            ["resource.type", "resource.luid", "mode", "request_id"],
            Assert.Single(exception.Details().All<BadRequest>()).FieldViolations.Select(bad => bad.Field));
    }

    [Fact]
    public async Task A_site_that_is_not_configured_is_told_by_name()
    {
        await using var host = await LoopbackHost.StartServiceAsync();
        var request = new ListResourcesRequest { Type = ResourceType.Workbook, Site = "nowhere" };

        var exception = await Assert.ThrowsAsync<RpcException>(() =>
            new RefreshService.RefreshServiceClient(host.Channel).ListResourcesAsync(request).ResponseAsync.SoonAsync());

        Assert.Equal("SITE_NOT_CONFIGURED", exception.Info().Reason);
        Assert.Equal("nowhere", exception.Info().Metadata["site"]);
    }

    [Fact]
    public async Task A_stream_that_is_refused_arrives_with_its_reason()
    {
        await using var host = await LoopbackHost.StartServiceAsync();
        using var watch = new JobService.JobServiceClient(host.Channel).WatchJob(new WatchJobRequest { JobId = "nobody" });

        var exception = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext().SoonAsync());

        Assert.Equal("JOB_NOT_FOUND", exception.Info().Reason);
    }

    [Fact]
    public async Task A_fault_tells_its_incident_and_the_log_tells_the_rest()
    {
        var service = new ScriptedJobService { OnGet = _ => throw new InvalidOperationException("the secret is hunter2") };
        await using var host = await LoopbackHost.StartAsync(service);

        var exception = await Assert.ThrowsAsync<RpcException>(() =>
            new JobService.JobServiceClient(host.Channel).GetJobAsync(new GetJobRequest()).ResponseAsync.SoonAsync());

        Assert.Equal(StatusCode.Internal, exception.StatusCode);
        Assert.Equal("INTERNAL", exception.Info().Reason);
        Assert.DoesNotContain("hunter2", exception.ToString(), StringComparison.Ordinal);
        var logged = host.AnnouncedError();
        Assert.Contains(exception.Info().Metadata["incident"], logged, StringComparison.Ordinal);
        Assert.Contains("hunter2", logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_refused()
    {
        await using var host = await LoopbackHost.StartServiceAsync("--GrpcRefresh:Rpc:MaxReceiveMessageSize=65536");

        var exception = await Assert.ThrowsAsync<RpcException>(() =>
            new JobService.JobServiceClient(host.Channel).GetJobAsync(new GetJobRequest { JobId = new string('j', 70_000) }).ResponseAsync.SoonAsync());

        Assert.Equal(StatusCode.ResourceExhausted, exception.StatusCode);
    }

    [Fact]
    public async Task A_request_much_longer_than_what_is_taken_in_at_once_is_read_whole()
    {
        await using var host = await LoopbackHost.StartServiceAsync();

        var exception = await Assert.ThrowsAsync<RpcException>(() =>
            new JobService.JobServiceClient(host.Channel).GetJobAsync(new GetJobRequest { JobId = new string('j', 1_000_000) }).ResponseAsync.SoonAsync());

        Assert.Equal("job_id", Assert.Single(Assert.Single(exception.Details().All<BadRequest>()).FieldViolations).Field);
    }
}

using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Callers.Open;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.Server.Rpc.Reflection;
using GrpcRefresh.Tests.Compat;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Rpc.Reflection;

public sealed class ReflectionRpcTests
{
    [Fact]
    public async Task All_mapped_services_are_listed()
    {
        var answer = await AskAsync(new ServerReflectionRequest { ListServices = "*" });

        Assert.Equal(
            ["grpcrefresh.v1.RefreshService", "grpcrefresh.v1.JobService", "grpcrefresh.v1.CredentialService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"],
            answer.ListServicesResponse.Service.Select(service => service.Name));
    }

    [Theory]
    [InlineData("grpcrefresh.v1.JobService", "grpcrefresh/v1/job_service.proto")]
    [InlineData(".grpcrefresh.v1.JobService", "grpcrefresh/v1/job_service.proto")]
    [InlineData("grpcrefresh.v1.JobService.WatchJob", "grpcrefresh/v1/job_service.proto")]
    [InlineData("grpcrefresh.v1.Job", "grpcrefresh/v1/job.proto")]
    [InlineData("grpcrefresh.v1.Job.job_id", "grpcrefresh/v1/job.proto")]
    [InlineData("grpcrefresh.v1.JobState", "grpcrefresh/v1/job.proto")]
    [InlineData("grpcrefresh.v1.JOB_STATE_QUEUED", "grpcrefresh/v1/job.proto")]
    [InlineData("grpcrefresh.v1.ResourceRef.target", "grpcrefresh/v1/resource.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.ServingStatus", "grpc/health/v1/health.proto")]
    [InlineData("google.rpc.Status", "google/rpc/status.proto")]
    [InlineData("google.api.http", "google/api/annotations.proto")]
    [InlineData("google.protobuf.Timestamp", "google/protobuf/timestamp.proto")]
    public async Task A_symbol_is_found_in_the_file_that_declares_it(string symbol, string file) =>
        Assert.Equal(file, Files(await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol }))[0].Name);

    [Theory]
    [InlineData("grpcrefresh/v1/refresh_service.proto")]
    [InlineData("grpcrefresh/v1/job_service.proto")]
    [InlineData("grpc/reflection/v1/reflection.proto")]
    public async Task A_file_comes_with_everything_it_needs(string file)
    {
        var files = Files(await AskAsync(new ServerReflectionRequest { FileByFilename = file }));

        Assert.Equal(file, files[0].Name);
        var names = files.Select(each => each.Name).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.All(files, each => Assert.Subset(names.ToHashSet(), each.Dependency.ToHashSet()));
    }

    [Fact]
    public async Task The_http_annotation_is_found_by_its_number()
    {
        const int Http = 72_295_728;
        var numbers = await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "google.protobuf.MethodOptions" });
        var file = await AskAsync(new ServerReflectionRequest
        {
            FileContainingExtension = new ExtensionRequest { ContainingType = "google.protobuf.MethodOptions", ExtensionNumber = Http },
        });

        Assert.Equal("google.protobuf.MethodOptions", numbers.AllExtensionNumbersResponse.BaseTypeName);
        Assert.Equal([50_401, Http], numbers.AllExtensionNumbersResponse.ExtensionNumber);
        Assert.Equal("google/api/annotations.proto", Files(file)[0].Name);
        Assert.Empty((await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "grpcrefresh.v1.Job" }))
            .AllExtensionNumbersResponse.ExtensionNumber);
    }

    public static TheoryData<string, StatusCode> Unanswerable => new()
    {
        { """{ "fileByFilename": "secret.proto" }""", StatusCode.NotFound },
        { """{ "fileContainingSymbol": "grpcrefresh.v1.Nothing" }""", StatusCode.NotFound },
        { """{ "fileContainingExtension": { "containingType": "google.protobuf.MethodOptions", "extensionNumber": 1 } }""", StatusCode.NotFound },
        { """{ "allExtensionNumbersOfType": "grpcrefresh.v1.Nothing" }""", StatusCode.NotFound },
        { "{}", StatusCode.Unimplemented },
    };

    [Theory]
    [MemberData(nameof(Unanswerable))]
    public async Task A_question_without_an_answer_is_answered_with_an_error(string question, StatusCode code)
    {
        var request = ServerReflectionRequest.Parser.ParseJson(question);

        var answer = await AskAsync(request);

        Assert.Equal((int)code, answer.ErrorResponse.ErrorCode);
        Assert.Equal(request, answer.OriginalRequest);
    }

    [Fact]
    public async Task Questions_of_a_stream_are_answered_in_their_order()
    {
        var stream = new FakeStream<ServerReflectionResponse>();
        var questions = new ListReader<ServerReflectionRequest>(
            new() { Host = "h1", ListServices = "" }, new() { Host = "h2" }, new() { Host = "h3", ListServices = "" });

        await Service(new Drain(CancellationToken.None)).ServerReflectionInfo(questions, stream, new FakeCall());

        Assert.Equal(["h1", "h2", "h3"], [(await stream.TakeAsync()).ValidHost, (await stream.TakeAsync()).ValidHost, (await stream.TakeAsync()).ValidHost]);
    }

    [Fact]
    public async Task A_stream_ends_with_the_service() => await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
        Service(new Drain(new CancellationToken(canceled: true)))
            .ServerReflectionInfo(new ListReader<ServerReflectionRequest>(), new FakeStream<ServerReflectionResponse>(), new FakeCall()));

    private static async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        var stream = new FakeStream<ServerReflectionResponse>();
        await Service(new Drain(CancellationToken.None)).ServerReflectionInfo(new ListReader<ServerReflectionRequest>(request), stream, new FakeCall());
        return await stream.TakeAsync();
    }

    private static ReflectionRpc Service(Drain drain) =>
        new(new ReflectionAnswers(ServedContracts.All), new ProbeStreams(Options.Create(new RpcOptions()), new OpenCalls(Options.Create(new CallersOptions()))), drain);

    private static List<FileDescriptorProto> Files(ServerReflectionResponse response) =>
        [.. response.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom)];
}

using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using GrpcRefresh.Server.Rpc;

namespace GrpcRefresh.FunctionalTests.Rpc;

public sealed class ReflectionTests
{
    [Fact]
    public async Task A_stranger_learns_the_contract_from_the_service_itself()
    {
        await using var host = await LoopbackHost.StartServiceAsync();
        using var call = new ServerReflection.ServerReflectionClient(host.Channel).ServerReflectionInfo();

        var services = (await AskAsync(call, new ServerReflectionRequest { ListServices = "" })).ListServicesResponse.Service;
        var built = new List<string>();
        foreach (var service in services)
        {
            var answer = await AskAsync(call, new ServerReflectionRequest { FileContainingSymbol = service.Name });
            // A file is built after those that it needs, as any client of reflection does.
            var files = answer.FileDescriptorResponse.FileDescriptorProto.ToDictionary(bytes => FileDescriptorProto.Parser.ParseFrom(bytes).Name);
            var ordered = files.Keys.SelectMany(name => Needed(name, files)).Distinct().Select(name => files[name]);
            built.AddRange(FileDescriptor.BuildFromByteStrings(ordered).SelectMany(file => file.Services).Select(each => each.FullName));
        }

        Assert.Equal(services.Select(service => service.Name), built);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext().SoonAsync());
    }

    [Fact]
    public async Task Exactly_the_mapped_services_are_told_of()
    {
        await using var host = await LoopbackHost.StartServiceAsync();

        Assert.Equal(ServedContracts.All.Select(service => service.FullName).Order(), host.MappedServices.Order());
    }

    [Fact]
    public async Task An_idle_stream_does_not_hold_up_the_shutdown()
    {
        await using var host = await LoopbackHost.StartServiceAsync();
        using var call = new ServerReflection.ServerReflectionClient(host.Channel).ServerReflectionInfo();
        await AskAsync(call, new ServerReflectionRequest { ListServices = "" });

        var stop = host.StopAsync();

        // With which status is left to chance: the client may see the connection close first, because its half of the
        // stream is still open.
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().SoonAsync());
        await stop.SoonAsync();
    }

    private static IEnumerable<string> Needed(string name, Dictionary<string, Google.Protobuf.ByteString> files) =>
        [.. FileDescriptorProto.Parser.ParseFrom(files[name]).Dependency.SelectMany(each => Needed(each, files)), name];

    private static async Task<ServerReflectionResponse> AskAsync(
        AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call, ServerReflectionRequest question)
    {
        await call.RequestStream.WriteAsync(question).SoonAsync();
        Assert.True(await call.ResponseStream.MoveNext().SoonAsync());
        return call.ResponseStream.Current;
    }
}

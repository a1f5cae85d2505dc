using GrpcRefresh.Testing;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>The gateway has no opinions: whatever is asked, it answers what the gRPC door answers.</summary>
public sealed class DoorTests(DoorWorld world) : IClassFixture<DoorWorld>
{
    public static TheoryData<string> Cases => [.. DoorCases.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Both_doors_answer_the_same(string name)
    {
        var asked = DoorCases.All.Single(one => one.Name == name);
        var request = asked.Request(world);

        var grpc = await GrpcDoor.AskAsync(world.Service.Channel.CreateCallInvoker(), asked, request);
        var json = await JsonDoor.AskAsync(world.Gateway.Http, asked, request);

        Assert.Equal(asked.Outcome, grpc.Refusal is { } refusal ? Assert.Single(refusal.All<ErrorInfo>()).Reason : "OK");
        Assert.Equal(grpc.Refusal, json.Refusal);
        Assert.Equal(grpc.Messages.Select(asked.Of), json.Messages.Select(asked.Of));
    }

    [Fact]
    public void Every_method_is_asked_for_an_answer_and_for_a_refusal() =>
        Assert.All(
            DoorCases.Methods,
            method => Assert.True(
                DoorCases.All.Where(one => one.Method == method).Select(one => one.Outcome == "OK").Distinct().Count() == 2,
                $"{method.Name} lacks a case."));
}

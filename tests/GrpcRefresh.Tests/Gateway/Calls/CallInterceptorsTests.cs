using Grpc.Core.Interceptors;
using GrpcRefresh.Server.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Gateway.Calls;

public sealed class CallInterceptorsTests
{
    [Fact]
    public void The_gRPC_door_has_the_same_interceptors_in_the_same_order()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddGrpcRuntime();
        using var provider = services.BuildServiceProvider();

        var atTheOther = provider.GetRequiredService<IOptions<Grpc.AspNetCore.Server.GrpcServiceOptions>>().Value.Interceptors;

        Assert.Equal(CallInterceptors.InOrder, atTheOther.Select(interceptor => interceptor.Type));
        Assert.All(CallInterceptors.InOrder, type => Assert.True(type.IsAssignableTo(typeof(Interceptor))));
    }
}

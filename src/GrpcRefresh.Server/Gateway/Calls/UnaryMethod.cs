using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using GrpcRefresh.Server.Gateway.Answers;

namespace GrpcRefresh.Server.Gateway.Calls;

/// <summary>One request, one answer.</summary>
internal sealed class UnaryMethod<TRequest, TResponse>(MethodDescriptor descriptor, UnaryServerMethod<TRequest, TResponse> method) : GatewayMethod(descriptor)
    where TRequest : class
    where TResponse : class
{
    public override async Task AnswerAsync(IMessage request, GatewayCall call)
    {
        var response = await method((TRequest)request, call);
        await JsonAnswer.WriteAsync(call.Http, (IMessage)response);
    }
}

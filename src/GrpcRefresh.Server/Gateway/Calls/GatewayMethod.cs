using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GrpcRefresh.Server.Gateway.Calls;

/// <summary>A method of the contract with its implementation and all that stands before it. Its types are known here only.</summary>
internal abstract class GatewayMethod(MethodDescriptor descriptor)
{
    public MethodDescriptor Descriptor => descriptor;

    /// <summary>As gRPC writes it.</summary>
    public string FullName { get; } = $"/{descriptor.Service.FullName}/{descriptor.Name}";

    /// <summary>The field of the request that the header Last-Event-ID fills; null for none.</summary>
    public virtual FieldDescriptor? ResumeField => null;

    /// <summary>Runs the method and answers; a failure before the answer has begun is thrown.</summary>
    public abstract Task AnswerAsync(IMessage request, GatewayCall call);
}

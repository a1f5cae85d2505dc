using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using GrpcRefresh.V1;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace GrpcRefresh.Server.Rpc;

/// <summary>The services behind the gRPC door; health and reflection tell of exactly these.</summary>
internal static class ServedContracts
{
    public static readonly IReadOnlyList<ServiceDescriptor> All =
        [RefreshService.Descriptor, JobService.Descriptor, CredentialService.Descriptor, Grpc.Health.V1.Health.Descriptor, ServerReflection.Descriptor];
}

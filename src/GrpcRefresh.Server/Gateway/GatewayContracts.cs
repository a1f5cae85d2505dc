using GrpcRefresh.Server.Gateway.Calls;
using GrpcRefresh.Server.Gateway.Requests;
using GrpcRefresh.Server.Gateway.Routing;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.V1;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace GrpcRefresh.Server.Gateway;

/// <summary>Makes the routes: out of the annotations of the contract, to the very objects that serve the gRPC door.</summary>
internal sealed class GatewayContracts(RefreshServiceRpc refresh, JobServiceRpc jobs, CredentialServiceRpc credentials, InterceptorChain chain, TimeProvider time)
{
    public RouteTable Routes() => new(
    [
        .. RoutesOf(RefreshService.Descriptor, methods => RefreshService.BindService(methods, refresh)),
        .. RoutesOf(JobService.Descriptor, methods => JobService.BindService(methods, jobs)),
        .. RoutesOf(CredentialService.Descriptor, methods => CredentialService.BindService(methods, credentials)),
    ]);

    private IEnumerable<Route> RoutesOf(ServiceDescriptor service, Action<MethodCollector> bind)
    {
        var collector = new MethodCollector(service, chain, time);
        bind(collector);
        return from method in collector.Methods
               from binding in HttpBinding.AllOf(method.Descriptor)
               select new Route(binding, new RequestReader(method.Descriptor.InputType, binding), method);
    }
}

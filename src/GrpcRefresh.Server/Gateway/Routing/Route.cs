using GrpcRefresh.Server.Gateway.Calls;
using GrpcRefresh.Server.Gateway.Requests;

namespace GrpcRefresh.Server.Gateway.Routing;

/// <summary>A verb and a path, and the method that they call.</summary>
internal sealed record Route(HttpBinding Binding, RequestReader Requests, GatewayMethod Method);

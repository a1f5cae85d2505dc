using Grpc.Core;
using Grpc.Core.Interceptors;
using GrpcRefresh.Server.Rpc.Observation;

namespace GrpcRefresh.Server.Rpc.Errors;

/// <summary>
/// The one place where exceptions become statuses, and where calls are observed: a place of its own for that would keep another
/// frame with every open watch. An RpcException already is a status and passes.
/// </summary>
internal sealed class FailureInterceptor(CallFailures failures, CallObserver observer) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        using var observed = observer.Begin(context);
        using var scope = observer.Scope(context);
        try
        {
            return await continuation(request, context);
        }
        catch (RpcException exception)
        {
            observed?.End(exception.StatusCode);
            throw;
        }
        catch (Exception exception)
        {
            throw Told(exception, context, request, observed, scope);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var observed = observer.BeginStream(context);
        try
        {
            return await continuation(requestStream, context);
        }
        catch (RpcException exception)
        {
            observed?.End(exception.StatusCode);
            throw;
        }
        catch (Exception exception)
        {
            throw Told(exception, context, request: null, observed);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var observed = observer.BeginStream(context);
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (RpcException exception)
        {
            observed?.End(exception.StatusCode);
            throw;
        }
        catch (Exception exception)
        {
            throw Told(exception, context, request, observed);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var observed = observer.BeginStream(context);
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (RpcException exception)
        {
            observed?.End(exception.StatusCode);
            throw;
        }
        catch (Exception exception)
        {
            throw Told(exception, context, request: null, observed);
        }
    }

    private RpcException Told(Exception exception, ServerCallContext call, object? request, ObservedCall? observed, IDisposable? scope = null)
    {
        using var ownScope = scope is null ? observer.ScopeOfEnd(call) : null;
        var told = failures.Translate(exception, call, request);
        observed?.End(told.StatusCode);
        return told;
    }
}

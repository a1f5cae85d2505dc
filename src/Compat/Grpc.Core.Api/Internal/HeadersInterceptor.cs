using Grpc.Core.Interceptors;

namespace Grpc.Core.Internal;

/// <summary>Passes the headers of every call through a function.</summary>
internal sealed class HeadersInterceptor(Func<Metadata, Metadata> rewrite) : ContextInterceptor
{
    protected override ClientInterceptorContext<TRequest, TResponse> Rewrite<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context)
    {
        var headers = rewrite(context.Options.Headers ?? []);
        return new(context.Method, context.Host, context.Options.WithHeaders(headers));
    }
}

using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Rpc.Errors;

/// <summary>
/// Tells callers whose bytes are no request that this is so. The runtime calls it INTERNAL or UNKNOWN, as if the fault were ours, and says it before any
/// interceptor is asked.
/// </summary>
internal sealed partial class UnreadableRequests(ILogger<UnreadableRequests> logger)
{
    private static readonly string[] Faults = [Number(StatusCode.Internal), Number(StatusCode.Unknown)];

    /// <summary>The refusal of a request that cannot be read.</summary>
    public static RefusedException Refused() => RefusedException.InvalidField("request", "is malformed, or broke off: send one message of the method in one gRPC frame");

    public async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (!Faults.Contains(context.Response.Headers["grpc-status"].ToString()) || context.Response.Headers.ContainsKey(Refusal.DetailsTrailer))
        {
            return;
        }

        if (context.Features.Get<RequestWasRead>() is not null)
        {
            Log.Fault(logger, context.Request.Path);
        }
        else if (!context.Response.HasStarted)
        {
            await TrailersOnly.WriteAsync(context.Response, Refusal.Of(Refused().Failure));
        }
    }

    private static string Number(StatusCode code) => ((int)code).ToString(CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, EventName = nameof(Fault), Level = LogLevel.Error, Message = "{Method} was carried out, but its answer could not be sent")]
        public static partial void Fault(ILogger logger, string method);
    }
}

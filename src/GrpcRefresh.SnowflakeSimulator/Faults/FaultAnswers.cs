using System.Globalization;
using GrpcRefresh.SnowflakeSimulation.Api;

namespace GrpcRefresh.SnowflakeSimulation.Faults;

/// <summary>The answers of faults that prevent the effect.</summary>
internal static class FaultAnswers
{
    private const string ProxyPage = "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n";

    /// <summary>Whether the fault was an answer; if not, the request goes on.</summary>
    public static async Task<bool> TryWriteAsync(HttpContext context, Fault fault)
    {
        if (fault.RetryAfter is { } seconds && fault.Kind is FaultKind.Status or FaultKind.Html)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        switch (fault.Kind)
        {
            case FaultKind.Status when fault.Code is { } code:
                await ApiAnswer.Error(fault.Status ?? 500, code, fault.SqlState, fault.Message ?? "Injected.").WriteAsync(context);
                return true;
            case FaultKind.Status:
                context.Response.StatusCode = fault.Status ?? 500;
                return true;
            case FaultKind.Html:
                context.Response.StatusCode = fault.Status ?? 503;
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync(ProxyPage, context.RequestAborted);
                return true;
            case FaultKind.Reset:
                context.Abort();
                return true;
            default:
                return false;
        }
    }
}

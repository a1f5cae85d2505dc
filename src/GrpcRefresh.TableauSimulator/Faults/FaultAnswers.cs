using System.Globalization;
using GrpcRefresh.Simulation.Rest;

namespace GrpcRefresh.Simulation.Faults;

/// <summary>The answers of faults that prevent the effect.</summary>
internal static class FaultAnswers
{
    private const string ProxyPage = "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n";
    private const string SignOnPage = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form action=\"/sso\"></form></body></html>";

    /// <summary>Whether the fault was an answer; if not, the request goes on.</summary>
    public static async Task<bool> TryWriteAsync(HttpContext context, Fault fault, string apiVersion)
    {
        if (fault.RetryAfter is { } seconds && fault.Kind is FaultKind.Status or FaultKind.Html)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        switch (fault.Kind)
        {
            case FaultKind.Status:
                await AnswerWriter.WriteAsync(context, Answer(fault), apiVersion);
                return true;
            case FaultKind.Html:
                await WriteHtmlAsync(context, fault.Status ?? StatusCodes.Status503ServiceUnavailable, ProxyPage);
                return true;
            case FaultKind.Sso:
                context.Response.Headers.Location = fault.Status == StatusCodes.Status200OK ? default : "/sso/signin";
                await WriteHtmlAsync(context, fault.Status ?? StatusCodes.Status302Found, SignOnPage);
                return true;
            case FaultKind.Reset:
                context.Abort();
                return true;
            default:
                return false;
        }
    }

    private static RestAnswer Answer(Fault fault)
    {
        var status = fault.Status ?? (fault.Code is { Length: >= 3 } code ? int.Parse(code[..3], CultureInfo.InvariantCulture) : 500);
        return fault.Code is null ? new RestAnswer(status) : new RestRefusal(status, fault.Code, Summary(fault.Code), fault.Detail ?? Detail(fault)).ToAnswer();
    }

    private static string Summary(string code) => code switch
    {
        "401001" => "Signin Error",
        ['4', '0', '0', ..] => "Bad Request",
        ['4', '0', '1', ..] => "Unauthorized Access",
        ['4', '0', '3', ..] => "Forbidden",
        ['4', '0', '4', ..] => "Resource Not Found",
        ['4', '0', '9', ..] => "Resource Conflict",
        "429000" => "Too Many Requests",
        ['5', ..] => "Internal Server Error",
        _ => "Error",
    };

    private static string Detail(Fault fault) => fault.Code switch
    {
        "400033" => "There was a problem updating connection information for datasource: java.lang.NullPointerException",
        "401001" => "Error signing in to Tableau Server",
        "401002" => "Invalid authentication credentials were provided.",
        "429000" => $"Too many requests for 'api.rest.refresh_extracts'. Please retry after {Math.Max(1, (fault.RetryAfter ?? 60) / 60)} minutes.",
        _ => "An unexpected error occurred.",
    };

    private static Task WriteHtmlAsync(HttpContext context, int status, string page)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }
}

namespace GrpcRefresh.SnowflakeSimulation.Control;

/// <summary>Tells whoever steers the simulator what was wrong with the request, in one sentence.</summary>
internal static class ControlErrors
{
    public static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        // Demos steer by hand: nobody should have to type the content type.
        context.Request.ContentType = context.Request.ContentLength > 0 ? "application/json" : context.Request.ContentType;
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException problem)
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, problem.InnerException?.Message ?? problem.Message);
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException or OverflowException)
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, problem.Message);
        }
        catch (KeyNotFoundException problem)
        {
            await WriteAsync(context, StatusCodes.Status404NotFound, problem.Message);
        }
    }

    private static Task WriteAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = message }, context.RequestAborted);
    }
}

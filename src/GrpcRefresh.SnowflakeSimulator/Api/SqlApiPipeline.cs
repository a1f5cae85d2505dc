using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GrpcRefresh.SnowflakeSimulation.Faults;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Api;

/// <summary>One request from arrival to answer: counted, slowed, faulted, and only then let in.</summary>
internal sealed partial class SqlApiPipeline(SnowflakeWorld world, RequestLog requests, FaultPlan faults, Func<string, Func<Task>, CancellationToken, Task> around)
{
    private const int OutlineWords = 6;

    private readonly SqlApiDoor _door = new(world);

    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value ?? "";
        requests.Count($"{request.Method} {SqlApiDoor.Pattern(path)}");
        // From our clock, since clients measure the skew between theirs and it.
        context.Response.Headers.Date = world.Now.ToString("R");
        var body = await new StreamReader(request.Body, Encoding.UTF8).ReadToEndAsync(context.RequestAborted);
        var fault = faults.Next(request.Method, path, body);
        if (fault?.Delay > TimeSpan.Zero)
        {
            await Task.Delay(fault.Delay, world.Time, context.RequestAborted);
        }

        if (fault is not null && await FaultAnswers.TryWriteAsync(context, fault))
        {
            return;
        }

        ApiAnswer answer = null!;
        await around($"{request.Method} {SqlApiDoor.Pattern(path)}{Outline(body)}", async () => answer = await _door.AnswerAsync(context, path, body), context.RequestAborted);
        switch (fault?.Kind)
        {
            case FaultKind.DropReply:
                context.Abort();
                break;
            case FaultKind.Truncated:
                // The length that is announced is what tells the caller that something is missing.
                context.Response.ContentLength = 100_000;
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(answer.Body.ToJsonString()[..20], context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                break;
            default:
                await answer.WriteAsync(context);
                break;
        }
    }

    /// <summary>The first words of a statement, without names and literals.</summary>
    private static string Outline(string body)
    {
        if (!body.StartsWith('{') || JsonNode.Parse(body)?["statement"]?.GetValue<string>() is not { } statement)
        {
            return "";
        }

        var words = Quoted().Replace(statement, "x").Split([' ', '\n', '\r', '(', ','], StringSplitOptions.RemoveEmptyEntries);
        return $" {string.Join(' ', words.Take(OutlineWords))}";
    }

    [GeneratedRegex("""("[^"]*"|'[^']*')""")]
    private static partial Regex Quoted();
}

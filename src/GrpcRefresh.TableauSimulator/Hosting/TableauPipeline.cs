using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Simulation.Rest;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Hosting;

/// <summary>One request from arrival to answer: counted, slowed, faulted, and only then let in.</summary>
internal sealed class TableauPipeline(TableauWorld world, RequestLog requests, FaultPlan faults, Func<string, Func<Task>, CancellationToken, Task> around)
{
    private const string RequestIdHeader = "x-tsi-request-id";

    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var match = Router.Find(request.Method, request.Path.Value ?? "");
        requests.Count(match.Key);
        Stamp(context.Response);
        var body = await ReadAsync(request.Body, context.RequestAborted);
        var fault = faults.Next(request.Method, match.Path, UpdatedConnections.In(match, body));
        await WaitAsync(world.Settings.Latency + (fault?.Delay ?? TimeSpan.Zero), context.RequestAborted);

        if (fault is not null && await FaultAnswers.TryWriteAsync(context, fault, world.Settings.ApiVersion))
        {
            return;
        }

        RestAnswer answer = null!;
        await around(
            match.Key,
            async () =>
            {
                answer = RestDoor.Answer(Call(context, match, body, fault));
                answer = answer.Later is { } later ? await later() : answer;
            },
            context.RequestAborted);
        if (fault?.Kind == FaultKind.DropReply)
        {
            context.Abort();
            return;
        }

        await (fault?.Kind is FaultKind.Malformed or FaultKind.Truncated
            ? SpoiledAnswer.WriteAsync(context, fault.Kind, () => AnswerWriter.WriteAsync(context, answer, world.Settings.ApiVersion))
            : AnswerWriter.WriteAsync(context, answer, world.Settings.ApiVersion));
    }

    /// <summary>The date comes from our clock, since clients measure the skew between theirs and it.</summary>
    private void Stamp(HttpResponse response)
    {
        response.Headers[RequestIdHeader] = Guid.NewGuid().ToString("N");
        response.Headers.Date = world.Now.ToString("R");
    }

    private Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, world.Time, cancellationToken) : Task.CompletedTask;

    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        await body.CopyToAsync(read, cancellationToken);
        return read.ToArray();
    }

    private RestCall Call(HttpContext context, RouteMatch match, byte[] body, Fault? fault) => new()
    {
        World = world,
        Match = match,
        Query = context.Request.Query,
        RawBody = body,
        Token = context.Request.Headers["X-Tableau-Auth"],
        BaseUrl = $"{context.Request.Scheme}://{context.Request.Host}",
        Fault = fault,
    };
}

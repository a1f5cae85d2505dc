using System.Text.Json.Nodes;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Api;

/// <summary>The three calls of the SQL API, behind authentication.</summary>
internal sealed class SqlApiDoor(SnowflakeWorld world)
{
    private const string Root = "/api/v2/statements";

    /// <summary>The path with a handle written as <c>{handle}</c>.</summary>
    public static string Pattern(string path) => Segments(path) switch
    {
        [_] => $"{Root}/{{handle}}",
        [_, "cancel"] => $"{Root}/{{handle}}/cancel",
        _ => path,
    };

    public async Task<ApiAnswer> AnswerAsync(HttpContext context, string path, string body)
    {
        var request = context.Request;
        if (string.IsNullOrWhiteSpace(request.Headers.UserAgent))
        {
            return ApiAnswer.Error(400, "391911", null, "User-Agent is required.");
        }

        try
        {
            var identity = Enter(context);
            return (request.Method, Segments(path)) switch
            {
                ("POST", []) => await SubmitAsync(context, identity, body),
                ("GET", [var handle]) => Status(identity, handle, request.Query["partition"]),
                ("POST", [var handle, "cancel"]) => Cancel(identity, handle),
                (_, null) => ApiAnswer.Error(404, "391902", null, "There is no such path."),
                _ => ApiAnswer.Error(405, "391903", null, "The method is not allowed here."),
            };
        }
        catch (LoginRefusal refusal)
        {
            return ApiAnswer.Error(401, refusal.Code, null, refusal.Message);
        }
        catch (SqlProblem problem)
        {
            return ApiAnswer.Error(422, problem.Code, problem.State, problem.Message);
        }
    }

    private Identity Enter(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            throw new LoginRefusal("390303", "The Authorization header holds no bearer token.", "no token");
        }

        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        return world.Run(() => world.Logins.Enter(context.Request.Headers["X-Snowflake-Authorization-Token-Type"], header["Bearer ".Length..], address));
    }

    private async Task<ApiAnswer> SubmitAsync(HttpContext context, Identity identity, string body)
    {
        var query = context.Request.Query;
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new SqlProblem("391912", "42601", "The content type must be application/json.");
        }

        var submission = Submission.Read(body, query["requestId"], query["retry"] == "true", query["async"] == "true");
        if (submission.Role is { } role && (!identity.User.Has(role) || (identity.Token?.Role is { } only && only != role)))
        {
            return ApiAnswer.Error(403, "390189", null, $"Role '{role}' specified in the request is not granted to this user or not allowed by the token.");
        }

        var execution = world.Run(() => world.Executions.Start(identity, submission));
        var (limit, left) = (world.Settings.HoldLimit, execution.EndsAt - world.Now);
        var isHeld = !submission.IsAsync && limit > TimeSpan.Zero;
        if (isHeld && left > TimeSpan.Zero)
        {
            await Task.Delay(left < limit ? left : limit, world.Time, context.RequestAborted);
        }

        return world.Run(() => isHeld ? ResultJson.Of(execution, world.Settings) : ResultJson.Running(execution));
    }

    private ApiAnswer Status(Identity identity, string handle, string? partition) => world.Run(() =>
    {
        var execution = world.Executions.Find(identity, handle);
        return string.IsNullOrEmpty(partition) ? ResultJson.Of(execution, world.Settings) : ResultJson.Partition(execution, partition, world.Settings);
    });

    private ApiAnswer Cancel(Identity identity, string handle) => world.Run(() =>
    {
        var execution = world.Executions.Find(identity, handle);
        execution.Cancel();
        return execution.State == ExecutionState.Cancelled
            ? new ApiAnswer(200, new JsonObject { ["code"] = "000604", ["sqlState"] = "57014", ["message"] = "SQL execution canceled", ["statementHandle"] = handle })
            : ApiAnswer.Error(422, "000709", "02000", $"Statement {handle} has ended.", handle);
    });

    private static string[]? Segments(string path) =>
        path == Root ? [] : path.StartsWith(Root + "/", StringComparison.Ordinal) ? path[(Root.Length + 1)..].Split('/') : null;
}

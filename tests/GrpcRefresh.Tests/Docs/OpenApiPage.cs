using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.Tests.Docs;

/// <summary>docs/openapi.json as the contract would have it: routes from the annotations, words from the comments.</summary>
internal sealed class OpenApiPage
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    private readonly OpenApiSchemas _schemas = new();

    public static IEnumerable<MethodDescriptor> Methods =>
        RefreshService.Descriptor.Methods.Concat(JobService.Descriptor.Methods).Concat(CredentialService.Descriptor.Methods);

    public string Write()
    {
        var paths = new JsonObject();
        foreach (var method in Methods)
        {
            var (verb, path, hasBody) = RouteOf(method);
            ((JsonObject)(paths[path] ??= new JsonObject()))[verb] = Operation(method, path, hasBody);
        }

        _schemas.Use(ErrorInfo.Descriptor, RetryInfo.Descriptor, BadRequest.Descriptor, ResourceInfo.Descriptor);
        var page = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "GrpcRefresh",
                ["version"] = "v1",
                ["description"] = "The JSON gateway of GrpcRefresh, written from the protos by a test. docs/gateway.md is its manual.",
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
            },
            ["servers"] = new JsonArray(new JsonObject
            {
                ["url"] = "/",
                ["description"] = "Where this description was read. The service itself listens on http://127.0.0.1:5480 unless it is configured otherwise.",
            }),
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }, new JsonObject()),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject
                    {
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["description"] = "An API key, or a token of a configured issuer. Not needed while no callers are configured.",
                    },
                },
                ["responses"] = new JsonObject { ["Error"] = ErrorAnswer() },
                ["schemas"] = _schemas.Write(),
            },
        };
        return $"{page.ToJsonString(Readable)}\n";
    }

    private static (string Verb, string Path, bool HasBody) RouteOf(MethodDescriptor method)
    {
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        return rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("get", rule.Get, false),
            HttpRule.PatternOneofCase.Post => ("post", rule.Post, rule.Body == "*"),
            _ => throw new NotSupportedException($"{method.FullName} has a verb that the page cannot show."),
        };
    }

    private JsonObject Operation(MethodDescriptor method, string path, bool hasBody)
    {
        var operation = new JsonObject
        {
            ["operationId"] = method.Name,
            ["tags"] = new JsonArray(method.Service.Name),
            ["description"] = _schemas.Comments.Of(method),
            ["x-grpc-method"] = method.FullName,
            ["x-role"] = $"{method.GetOptions().GetExtension(OptionsExtensions.Role)}".ToLowerInvariant(),
        };
        var parameters = _schemas.Parameters(method.InputType, path, hasBody);
        if (method.IsServerStreaming)
        {
            parameters.Add(LastEventId());
        }

        if (parameters.Count > 0)
        {
            operation["parameters"] = parameters;
        }

        if (hasBody)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/json"] = Schema(method.InputType) } };
        }

        operation["responses"] = new JsonObject { ["200"] = Answer(method), ["default"] = new JsonObject { ["$ref"] = "#/components/responses/Error" } };
        return operation;
    }

    private static JsonObject LastEventId() => new()
    {
        ["name"] = "Last-Event-ID",
        ["in"] = "header",
        ["description"] = "The id of the last event that was taken in, as a browser's EventSource sends it. Goes before resume_token.",
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private JsonObject Answer(MethodDescriptor method) => method.IsServerStreaming
        ? new JsonObject
        {
            ["description"] = "A message a line; or with `Accept: text/event-stream` a message an event, whose id is its resume_token. A last line (or an event named `stream-error`) with an `error` says why the stream could not go on.",
            ["content"] = new JsonObject { ["application/x-ndjson"] = Schema(method.OutputType), ["text/event-stream"] = Schema(method.OutputType) },
        }
        : new JsonObject { ["description"] = _schemas.Comments.Of(method.OutputType.ClrType), ["content"] = new JsonObject { ["application/json"] = Schema(method.OutputType) } };

    private JsonObject Schema(MessageDescriptor type) => new() { ["schema"] = _schemas.Reference(type) };

    private static JsonObject ErrorAnswer() => new()
    {
        ["description"] = "Why the call was refused. `details` has one ErrorInfo, whose `reason` is one of those named with the method; RetryInfo and the header Retry-After when waiting helps; BadRequest with the fields of a bad request.",
        ["headers"] = new JsonObject { ["X-Request-Id"] = Text(), ["Retry-After"] = Text() },
        ["content"] = new JsonObject
        {
            ["application/json"] = new JsonObject
            {
                ["schema"] = new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("error"),
                    ["properties"] = new JsonObject
                    {
                        ["error"] = new JsonObject
                        {
                            ["type"] = "object",
                            ["required"] = new JsonArray("code", "message", "status", "details"),
                            ["properties"] = new JsonObject
                            {
                                ["code"] = new JsonObject { ["type"] = "integer", ["description"] = "The HTTP status." },
                                ["message"] = new JsonObject { ["type"] = "string", ["description"] = "For people." },
                                ["status"] = new JsonObject { ["type"] = "string", ["description"] = "The status code's name, such as NOT_FOUND." },
                                ["details"] = new JsonObject { ["type"] = "array", ["items"] = OpenApiSchemas.AnyOfDetails() },
                            },
                        },
                    },
                },
            },
        },
    };

    private static JsonObject Text() => new() { ["schema"] = new JsonObject { ["type"] = "string" } };
}

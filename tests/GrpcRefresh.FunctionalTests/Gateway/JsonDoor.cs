using System.Net.Http.Headers;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcRefresh.V1.Rpc;
using Status = GrpcRefresh.V1.Rpc.Status;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>Sends a case through the gateway, and reads the answer back into messages.</summary>
internal static class JsonDoor
{
    private static readonly JsonParser Parser = new(new JsonParser.Settings(100, TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    public static async Task<DoorAnswer> AskAsync(HttpClient http, DoorCase asked, IMessage request, string? credential = null)
    {
        using var message = HttpRequests.Of(asked.Method, request);
        message.Headers.Authorization = credential is null ? null : new AuthenticationHeaderValue("Bearer", credential);
        using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Single(answer.Headers.GetValues("X-Request-Id"));
        if (!answer.IsSuccessStatusCode)
        {
            return new DoorAnswer([], RefusalOf(await reader.ReadToEndAsync(), (int)answer.StatusCode));
        }

        Assert.Equal(asked.Method.IsServerStreaming ? "application/x-ndjson" : "application/json", answer.Content.Headers.ContentType?.ToString());
        var messages = new List<IMessage>();
        while (await reader.ReadLineAsync() is { } line)
        {
            messages.Add(Parser.Parse(line, asked.Method.OutputType));
            if (asked.IsLast(messages[^1]))
            {
                break;
            }
        }

        return new DoorAnswer(messages, null);
    }

    /// <summary>The body of an error, as AIP-193 has it.</summary>
    public static Status RefusalOf(string json, int httpStatus)
    {
        var error = JsonDocument.Parse(json).RootElement.GetProperty("error");
        Assert.Equal(httpStatus, error.GetProperty("code").GetInt32());
        var status = new Status { Message = error.GetProperty("message").GetString(), Code = CodeOf(error.GetProperty("status").GetString()!) };
        status.Details.Add(error.GetProperty("details").EnumerateArray().Select(detail => Parser.Parse<Any>(detail.GetRawText())));
        return status;
    }

    private static int CodeOf(string name) => (int)System.Enum.GetValues<StatusCode>().Single(code => JsonNamingPolicy.SnakeCaseUpper.ConvertName($"{code}") == name);
}

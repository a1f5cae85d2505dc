using System.Text.Json;

namespace GrpcRefresh.FunctionalTests.Bundle;

/// <summary>What a CALL returned, or how it failed.</summary>
/// <param name="Result">The VARIANT; null when it failed.</param>
/// <param name="Error">As Snowflake tells it; null when it did not fail.</param>
/// <param name="Slept">The pauses it made, in seconds.</param>
/// <param name="Output">Everything that came out of it, to look for secrets.</param>
internal sealed record ProcedureRun(JsonElement? Result, string? Error, IReadOnlyList<double> Slept, IReadOnlyList<string> Logged, string Output)
{
    public static ProcedureRun Of(string json)
    {
        var answer = JsonSerializer.Deserialize<JsonElement>(json);
        return new ProcedureRun(
            answer.GetProperty("result") is { ValueKind: JsonValueKind.Object } result ? result : null,
            answer.GetProperty("error").GetString(),
            [.. answer.GetProperty("slept").EnumerateArray().Select(pause => pause.GetDouble())],
            [.. answer.GetProperty("logged").EnumerateArray().Select(line => line.GetString()!)],
            json);
    }

    public string Failure
    {
        get
        {
            Assert.True(Error is not null, $"It did not fail: {Output}");
            return Error;
        }
    }

    public JsonElement Returned
    {
        get
        {
            Assert.True(Error is null, Error);
            return Result!.Value;
        }
    }

    public string Text(string name) => Returned.GetProperty(name).GetString()!;

    public IEnumerable<string> Warnings => Returned.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!);
}

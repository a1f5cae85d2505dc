using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>Checks the section at start. Whether the collector is there is not looked at: the service does without it.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        List<string> problems = [.. Endpoint(options.OtlpEndpoint), .. Protocol(options.Protocol), .. Headers(options.HeadersFile)];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Endpoint(string? endpoint)
    {
        if (!string.IsNullOrEmpty(endpoint) &&
            !(Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { Query: "", Fragment: "", UserInfo: "" }))
        {
            yield return $"{TelemetryOptions.Section}:OtlpEndpoint is no address of a collector. Write it as http://127.0.0.1:4317, or leave it out to send nothing.";
        }
    }

    private static IEnumerable<string> Protocol(string? protocol)
    {
        if (protocol is not (null or "" or TelemetryOptions.Grpc or TelemetryOptions.Http))
        {
            yield return $"{TelemetryOptions.Section}:Protocol ({protocol}) is not known. Write {TelemetryOptions.Grpc} or {TelemetryOptions.Http}.";
        }
    }

    private static IEnumerable<string> Headers(string? file)
    {
        if (!string.IsNullOrEmpty(file) && OtlpHeaders.Problem(file) is { } problem)
        {
            yield return $"{TelemetryOptions.Section}:HeadersFile {problem}";
        }
    }
}

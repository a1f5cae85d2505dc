using System.Text.Json;

namespace GrpcRefresh.Tests.Snowflake;

/// <summary>A request that reached the stub.</summary>
internal sealed record SnowflakeCall(string Route, string Query, string? Token, string? Kind, string UserAgent, string Body)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public string RequestId => Query.Split("requestId=")[1].Split('&')[0];

    public bool IsRetry => Query.Contains("retry=true", StringComparison.Ordinal);
}

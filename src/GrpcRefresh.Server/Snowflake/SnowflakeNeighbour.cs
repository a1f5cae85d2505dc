using GrpcRefresh.Server.Snowflake.Credentials;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>The configured account, if there is one: what needs Snowflake is off without it.</summary>
internal sealed class SnowflakeNeighbour : IDisposable
{
    private readonly HttpClient? _http;
    private readonly SnowflakeClock? _clock;

    public SnowflakeNeighbour(IOptions<SnowflakeOptions> options, SnowflakeHandlerFactory handlers, TimeProvider time, ILoggerFactory loggers)
    {
        var configured = options.Value;
        if (!configured.IsOn)
        {
            return;
        }

        _http = SnowflakeTransport.Connect(configured, handlers(configured));
        var clock = _clock = new SnowflakeClock(time);
        var wire = new SnowflakeWire(_http, configured.RequestTimeout, clock, time, loggers.CreateLogger<SnowflakeWire>());
        Account = new SnowflakeAccount(
            wire, CredentialFiles.Open(configured, clock), new SnowflakePipelines(time), configured, time, loggers.CreateLogger<SnowflakeAccount>());
    }

    /// <summary>Null when Snowflake is not configured.</summary>
    public SnowflakeAccount? Account { get; }

    /// <summary>By how much Snowflake's clock is ahead of ours; null before its first answer.</summary>
    public TimeSpan? ClockOffset => _clock?.Offset;

    public void Dispose() => _http?.Dispose();
}

using System.Data.Common;
using GrpcRefresh.Server.Snowflake.Credentials;
using GrpcRefresh.Server.Snowflake.Driver;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>The configured account, if there is one: what needs Snowflake is off without it.</summary>
internal sealed class SnowflakeNeighbour : IDisposable
{
    private readonly HttpClient? _http;
    private readonly SnowflakeClock? _clock;

    /// <param name="driver">The official driver, where the program was built with it; otherwise the SQL API is asked.</param>
    public SnowflakeNeighbour(
        IOptions<SnowflakeOptions> options, SnowflakeHandlerFactory handlers, TimeProvider time, ILoggerFactory loggers, DbProviderFactory? driver = null)
    {
        var configured = options.Value;
        if (!configured.IsOn)
        {
            return;
        }

        if (driver is not null)
        {
            Account = new SnowflakeAccount(new DriverExecutor(driver, new DriverConnection(Accepted(configured))));
            return;
        }

        _http = SnowflakeTransport.Connect(configured, handlers(configured));
        _clock = new SnowflakeClock(time);
        var wire = new SnowflakeWire(_http, configured.RequestTimeout, _clock, time, loggers.CreateLogger<SnowflakeWire>());
        Account = new SnowflakeAccount(new SqlApiExecutor(
            wire, CredentialFiles.Open(configured, _clock), new SnowflakePipelines(time), configured, time, loggers.CreateLogger<SqlApiExecutor>()));
    }

    /// <summary>Null when Snowflake is not configured.</summary>
    public SnowflakeAccount? Account { get; }

    /// <summary>By how much Snowflake's clock is ahead of ours; null before its first answer.</summary>
    public TimeSpan? ClockOffset => _clock?.Offset;

    private static SnowflakeOptions Accepted(SnowflakeOptions options) => string.IsNullOrWhiteSpace(options.CaFile)
        ? options
        : throw new OptionsValidationException(SnowflakeOptions.Section, typeof(SnowflakeOptions),
            [$"{SnowflakeOptions.Section}:CaFile: this program was built with Snowflake's driver, which trusts the system's authorities only. Add the authority to those, and remove the key."]);

    public void Dispose() => _http?.Dispose();
}

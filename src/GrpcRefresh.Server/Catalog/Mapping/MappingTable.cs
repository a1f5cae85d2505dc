using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>The mapping table, as a copy that is read again when somebody needs it and it has become too old.</summary>
internal sealed partial class MappingTable
{
    /// <summary>A warehouse wakes within seconds. Whoever looks a name up does not wait longer; the reading goes on.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>After a reading that failed, so that not every look-up waits for the next.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly SnowflakeNeighbour _snowflake;
    private readonly MappingReader _reader;
    private readonly TimeSpan _maxAge;
    private readonly CatalogMeasures _measures;
    private readonly TimeProvider _time;
    private readonly ILogger<MappingTable> _logger;
    private readonly SingleFlight<MappingCopy> _flight = new();
    private volatile MappingCopy? _copy;
    private volatile Failed? _failed;
    private volatile bool _outdated;

    public MappingTable(
        SnowflakeNeighbour snowflake, IOptions<CatalogOptions> options, CatalogMeasures measures, TimeProvider time, ILogger<MappingTable> logger)
    {
        var mapping = options.Value.Mapping;
        (_snowflake, _maxAge, _measures, _time, _logger) = (snowflake, mapping.MaxAge, measures, time, logger);
        _reader = new MappingReader(new MappingNames(mapping), mapping.MaxRows);
        measures.ObserveCopy(() => _copy is { } copy ? time.GetUtcNow() - copy.ReadAt : null);
    }

    /// <summary>The copy: a young one, or while Snowflake is away or slow the one that there is.</summary>
    /// <exception cref="SnowflakeException">There is none, and none can be had now.</exception>
    public async Task<MappingCopy> GetAsync(CancellationToken ct)
    {
        if (_copy is { } young && IsYoung(young))
        {
            return young;
        }

        if (_failed is { } failed && _time.GetUtcNow() < failed.Until)
        {
            return _copy ?? throw failed.Reason;
        }

        try
        {
            return await _flight.JoinAsync(ReadAsync, ct).WaitAsync(Patience, _time, ct);
        }
        catch (SnowflakeException) when (_copy is not null)
        {
            return _copy;
        }
        catch (TimeoutException)
        {
            return _copy ?? throw new SnowflakeException(SnowflakeErrorKind.Unreachable, "Snowflake has not told the mapping table yet.");
        }
    }

    /// <summary>Has the table read again at the next look-up, because it was changed.</summary>
    public void Outdate() => _outdated = true;

    /// <summary>Tells the log once of each row that leads nowhere.</summary>
    public void Stale(MappingCopy copy, MappingRow row)
    {
        if (copy.MarkStale(row))
        {
            Log.Stale(_logger, row.TypeWord, row.Luid!);
        }
    }

    private bool IsYoung(MappingCopy copy) => !_outdated && _time.GetUtcNow() - copy.ReadAt < _maxAge;

    // Shared by all who ask meanwhile, so no single caller's token stops it; statements have time-outs.
    private async Task<MappingCopy> ReadAsync()
    {
        if (_copy is { } young && IsYoung(young))
        {
            return young;
        }

        try
        {
            var account = _snowflake.Account ?? throw new SnowflakeException(SnowflakeErrorKind.Unreachable, "There is no Snowflake account.");
            _outdated = false;
            var at = _time.GetUtcNow();
            var reading = await _reader.ReadAsync(account, CancellationToken.None);
            (_copy, _failed) = (new MappingCopy(reading.Rows, at), null);
            _measures.Read(succeeded: true);
            Log.Read(_logger, reading.Rows.Count);
            return _copy;
        }
        catch (SnowflakeException e)
        {
            // What made the copy old is not in it yet.
            (_failed, _outdated) = (new Failed(e, _time.GetUtcNow() + Pause), true);
            _measures.Read(succeeded: false);
            Log.NotRead(_logger, e.Message, _copy?.ReadAt);
            throw;
        }
    }

    private sealed record Failed(SnowflakeException Reason, DateTimeOffset Until);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Read {Rows} rows of the mapping table", EventName = "MappingRead")]
        public static partial void Read(ILogger logger, int rows);

        [LoggerMessage(2, LogLevel.Warning, "The mapping table could not be read: {Reason} Its copy of {ReadAt} serves meanwhile, if there is one", EventName = "MappingNotRead")]
        public static partial void NotRead(ILogger logger, string reason, DateTimeOffset? readAt);

        [LoggerMessage(3, LogLevel.Warning, "Tableau no longer knows the {Type} {Luid} that the mapping table names; the next sync marks it", EventName = "MappingRowStale")]
        public static partial void Stale(ILogger logger, string type, string luid);
    }
}

namespace GrpcRefresh.Simulation;

/// <summary>
/// What can be turned while the simulator runs, from a test or by <c>PATCH /_sim/settings</c>. A change counts from now on:
/// jobs that began before keep the duration they began with.
/// </summary>
public sealed class SimulatorSettings
{
    internal Action<Action> Guard { get; set; } = change => change();

    /// <summary>The REST version that server info reports, and the newest that URLs may name. 3.27 by default.</summary>
    public string ApiVersion
    {
        get;
        set
        {
            var version = Version.Parse(value);
            Change(() => (field, ParsedApiVersion) = (value, version));
        }
    } = "3.27";

    internal Version ParsedApiVersion { get; private set; } = new(3, 27);

    /// <summary>How long a job runs: 5 s by default; an item or a job may have its own.</summary>
    public TimeSpan JobDuration { get; set => Change(() => field = NotNegative(value)); } = TimeSpan.FromSeconds(5);

    /// <summary>How many jobs run at once: 4 by default; 0 leaves every new job pending.</summary>
    public int Backgrounders
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Change(() => field = value);
        }
    } = 4;

    /// <summary>How long a new job waits even if a backgrounder is free: nothing by default.</summary>
    public TimeSpan StartDelay { get; set => Change(() => field = NotNegative(value)); }

    /// <summary>How long a cancellation takes to bite: 1 s by default.</summary>
    public TimeSpan CancelDelay { get; set => Change(() => field = NotNegative(value)); } = TimeSpan.FromSeconds(1);

    /// <summary>How long every answer of Tableau's takes: nothing by default.</summary>
    public TimeSpan Latency { get; set => Change(() => field = NotNegative(value)); }

    /// <summary>How long a session may idle: 120 min by default, as on Cloud.</summary>
    public TimeSpan SessionIdleTimeout { get; set => Change(() => field = NotNegative(value)); } = TimeSpan.FromMinutes(120);

    /// <summary>How far the metadata index trails behind the end of a job: nothing by default.</summary>
    public TimeSpan MetadataLag { get; set => Change(() => field = NotNegative(value)); }

    /// <summary>
    /// An error code (<c>NODE_LIMIT_EXCEEDED</c>, <c>TIME_LIMIT_EXCEEDED</c>, <c>BACKFILL_RUNNING</c>) that the metadata API reports beside
    /// half of each list; null for whole answers.
    /// </summary>
    public string? MetadataError { get; set => Change(() => field = value); }

    /// <summary>
    /// The version of a URL from which the list of data sources knows its newer filter keys, <c>connectionType</c> among them; below it
    /// they are refused with 400065. 3.17 by default.
    /// </summary>
    public string DatasourceFiltersSince
    {
        get;
        set
        {
            var version = Version.Parse(value);
            Change(() => (field, ParsedDatasourceFiltersSince) = (value, version));
        }
    } = "3.17";

    internal Version ParsedDatasourceFiltersSince { get; private set; } = new(3, 17);

    /// <summary>How long Bridge takes to accept a job, which Tableau then shows with finish code 0: 1 s by default.</summary>
    public TimeSpan BridgeHandover { get; set => Change(() => field = NotNegative(value)); } = TimeSpan.FromSeconds(1);

    /// <summary>Whether Snowflake locks a user out after failed logins. Not by default.</summary>
    public bool SnowflakeLockout { get; set => Change(() => field = value); }

    /// <summary>How many logins of a user must fail within <see cref="SnowflakeLockoutWindow"/>, none succeeding between: 5 by default.</summary>
    public int SnowflakeLockoutAfter
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Change(() => field = value);
        }
    } = 5;

    /// <summary>How far apart the failed logins may be: 15 min by default.</summary>
    public TimeSpan SnowflakeLockoutWindow { get; set => Change(() => field = NotNegative(value)); } = TimeSpan.FromMinutes(15);

    /// <summary>How long every login of a locked user is refused: 15 min by default.</summary>
    public TimeSpan SnowflakeLockoutDuration { get; set => Change(() => field = NotNegative(value)); } = TimeSpan.FromMinutes(15);

    /// <summary>Whether webhooks may lead to http addresses of this machine; Tableau demands https. Not by default.</summary>
    public bool AllowHttpWebhooks { get; set => Change(() => field = value); }

    /// <summary>How many more copies of each webhook's payload are delivered: none by default.</summary>
    public int WebhookDuplicates
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Change(() => field = value);
        }
    }

    private void Change(Action change) => Guard(change);

    private static TimeSpan NotNegative(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        return value;
    }
}

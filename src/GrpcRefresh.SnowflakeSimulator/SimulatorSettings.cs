namespace GrpcRefresh.SnowflakeSimulation;

/// <summary>What can be turned while the simulator runs, from a test or by <c>PATCH /_sim/settings</c>. A change counts from the next statement on.</summary>
public sealed class SimulatorSettings
{
    /// <summary>How long a statement runs; it takes effect at its end. Nothing by default.</summary>
    public TimeSpan StatementDuration { get; set => field = NotNegative(value); }

    /// <summary>How long a request is held before it is answered with 202: 45 s by default; zero makes every statement answer 202 first.</summary>
    public TimeSpan HoldLimit { get; set => field = NotNegative(value); } = TimeSpan.FromSeconds(45);

    /// <summary>How many rows a partition of a result has: 10,000 by default.</summary>
    public int RowsPerPartition
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 10_000;

    /// <summary>How long the handle of a statement can be asked about, and its request id is known: a day by default.</summary>
    public TimeSpan HandleLifetime { get; set => field = NotNegative(value); } = TimeSpan.FromHours(24);

    /// <summary>Whether the repetition of a statement that made a token tells the token again. Snowflake does not document it; it does by default.</summary>
    public bool ReplaysSecrets { get; set; } = true;

    /// <summary>Whether the repetition of a statement that still runs is executed beside it. Snowflake does not document it; by default it waits for the first.</summary>
    public bool ExecutesRunningAgain { get; set; }

    /// <summary>Whether timestamps are written as nanoseconds, as one paragraph of the documentation says, instead of seconds with a fraction.</summary>
    public bool TimestampsInNanoseconds { get; set; }

    /// <summary>How late the histories of account usage are: not at all by default; Snowflake says up to two hours for logins.</summary>
    public TimeSpan UsageLatency { get; set => field = NotNegative(value); }

    /// <summary>How late the view CREDENTIALS is: in new tokens, and in the names of rotated ones. Not at all by default; Snowflake says up to two hours.</summary>
    public TimeSpan CredentialsLatency { get; set => field = NotNegative(value); }

    /// <summary>How many tokens a user may have: 15.</summary>
    public int MaxTokens { get; set; } = 15;

    private static TimeSpan NotNegative(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        return value;
    }
}

namespace GrpcRefresh.SnowflakeSimulation.Control;

/// <summary>The settings a caller wants changed.</summary>
internal sealed record SettingsPatch
{
    public TimeSpan? StatementDuration { get; init; }

    public TimeSpan? HoldLimit { get; init; }

    public int? RowsPerPartition { get; init; }

    public TimeSpan? HandleLifetime { get; init; }

    public bool? ReplaysSecrets { get; init; }

    public bool? ExecutesRunningAgain { get; init; }

    public bool? TimestampsInNanoseconds { get; init; }

    public TimeSpan? UsageLatency { get; init; }

    public TimeSpan? CredentialsLatency { get; init; }

    public void ApplyTo(SimulatorSettings settings)
    {
        settings.StatementDuration = StatementDuration ?? settings.StatementDuration;
        settings.HoldLimit = HoldLimit ?? settings.HoldLimit;
        settings.RowsPerPartition = RowsPerPartition ?? settings.RowsPerPartition;
        settings.HandleLifetime = HandleLifetime ?? settings.HandleLifetime;
        settings.ReplaysSecrets = ReplaysSecrets ?? settings.ReplaysSecrets;
        settings.ExecutesRunningAgain = ExecutesRunningAgain ?? settings.ExecutesRunningAgain;
        settings.TimestampsInNanoseconds = TimestampsInNanoseconds ?? settings.TimestampsInNanoseconds;
        settings.UsageLatency = UsageLatency ?? settings.UsageLatency;
        settings.CredentialsLatency = CredentialsLatency ?? settings.CredentialsLatency;
    }
}

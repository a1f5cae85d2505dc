using System.Text.Json;

namespace GrpcRefresh.Simulation.Control;

/// <summary>The settings a caller wants changed. A null <c>metadataError</c> means "none", so its absence is told apart.</summary>
internal sealed record SettingsPatch
{
    public string? ApiVersion { get; init; }

    public TimeSpan? JobDuration { get; init; }

    public int? Backgrounders { get; init; }

    public TimeSpan? StartDelay { get; init; }

    public TimeSpan? CancelDelay { get; init; }

    public TimeSpan? Latency { get; init; }

    public TimeSpan? SessionIdleTimeout { get; init; }

    public TimeSpan? MetadataLag { get; init; }

    public string? DatasourceFiltersSince { get; init; }

    public TimeSpan? BridgeHandover { get; init; }

    public bool? SnowflakeLockout { get; init; }

    public int? SnowflakeLockoutAfter { get; init; }

    public TimeSpan? SnowflakeLockoutWindow { get; init; }

    public TimeSpan? SnowflakeLockoutDuration { get; init; }

    public bool? AllowHttpWebhooks { get; init; }

    public int? WebhookDuplicates { get; init; }

    public JsonElement MetadataError { get; init; }

    public void ApplyTo(SimulatorSettings settings)
    {
        settings.ApiVersion = ApiVersion ?? settings.ApiVersion;
        settings.JobDuration = JobDuration ?? settings.JobDuration;
        settings.Backgrounders = Backgrounders ?? settings.Backgrounders;
        settings.StartDelay = StartDelay ?? settings.StartDelay;
        settings.CancelDelay = CancelDelay ?? settings.CancelDelay;
        settings.Latency = Latency ?? settings.Latency;
        settings.SessionIdleTimeout = SessionIdleTimeout ?? settings.SessionIdleTimeout;
        settings.MetadataLag = MetadataLag ?? settings.MetadataLag;
        settings.DatasourceFiltersSince = DatasourceFiltersSince ?? settings.DatasourceFiltersSince;
        settings.BridgeHandover = BridgeHandover ?? settings.BridgeHandover;
        settings.SnowflakeLockout = SnowflakeLockout ?? settings.SnowflakeLockout;
        settings.SnowflakeLockoutAfter = SnowflakeLockoutAfter ?? settings.SnowflakeLockoutAfter;
        settings.SnowflakeLockoutWindow = SnowflakeLockoutWindow ?? settings.SnowflakeLockoutWindow;
        settings.SnowflakeLockoutDuration = SnowflakeLockoutDuration ?? settings.SnowflakeLockoutDuration;
        settings.AllowHttpWebhooks = AllowHttpWebhooks ?? settings.AllowHttpWebhooks;
        settings.WebhookDuplicates = WebhookDuplicates ?? settings.WebhookDuplicates;
        if (MetadataError.ValueKind != JsonValueKind.Undefined)
        {
            settings.MetadataError = MetadataError.GetString();
        }
    }
}

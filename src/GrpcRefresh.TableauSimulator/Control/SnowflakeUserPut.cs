namespace GrpcRefresh.Simulation.Control;

/// <summary>What a Snowflake user accepts from now on: one secret, several, or with an empty list none.</summary>
internal sealed record SnowflakeUserPut(string? Secret, IReadOnlyList<string>? Secrets)
{
    public IEnumerable<string> All =>
        Secrets ?? (Secret is null ? throw new ArgumentException("'secret' or 'secrets' is required.") : [Secret]);
}

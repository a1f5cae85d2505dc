using System.ComponentModel.DataAnnotations;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Rotation.Tokens;

namespace GrpcRefresh.Server.Rotation;

/// <summary>How Snowflake credentials are rotated: section <c>GrpcRefresh:Rotation</c>.</summary>
internal sealed class RotationOptions
{
    public const string Section = "GrpcRefresh:Rotation";

    /// <summary>How many connections one rotation may choose.</summary>
    [Range(1, 20_000)]
    public int MaxConnections { get; set; } = 5_000;

    /// <summary>How lately a canary must have been refreshed successfully.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "400.00:00:00")]
    public TimeSpan CanaryMaxAge { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How many items are asked for their last refresh, the likeliest first, to find the canaries of one credential.</summary>
    [Range(1, 1_000)]
    public int CanaryCandidates { get; set; } = 50;

    /// <summary>How long to go on asking Tableau to take a change, or to tell it again, before the connection counts as failed. Waiting that Tableau itself asks for does not count.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The first pause before a change is asked for again; it doubles up to <see cref="RetryPauseMax"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest such pause.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan RetryPauseMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Start although the key ring does not open the secrets of an unfinished rotation, and delete them: the rotation then fails and
    /// has to be asked for again. For once, when the key ring is lost for good.
    /// </summary>
    public bool ForgetUnreadableSecrets { get; set; }

    /// <summary>Under the names that callers give as <c>secret_ref</c>, whatever their case.</summary>
    public Dictionary<string, RotationSecretOptions> Secrets { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>For <c>snowflake_token</c>: credentials that the service makes itself.</summary>
    public RotationTokenOptions Tokens { get; } = new();
}

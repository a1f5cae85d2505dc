using System.ComponentModel.DataAnnotations;

namespace GrpcRefresh.Server.Jobs;

/// <summary>How jobs are driven and watched: section <c>GrpcRefresh:Jobs</c>.</summary>
internal sealed class JobsOptions
{
    public const string Section = "GrpcRefresh:Jobs";

    /// <summary>The shortest time between two polls of a site, used while a job is young.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan PollMin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time between two polls of a site that has active jobs.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan PollMax { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest pause between two tries while Tableau does not answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan BackOffMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to keep looking for a job whose POST lost its answer before it counts as not taken.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan LostAnswerGrace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long Tableau must have answered without telling an outcome before that outcome is UNKNOWN.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan UnknownAfter { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How long to wait for the end of a refresh that Tableau handed to Tableau Bridge before its outcome is UNKNOWN. Tableau itself ends refreshes after two hours by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "7.00:00:00")]
    public TimeSpan BridgePatience { get; set; } = TimeSpan.FromHours(2);

    /// <summary>The first pause after Tableau said that somebody else's refresh is active; grows to <see cref="BackOffMax"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan ConflictRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many refreshes and cancels of one site may be asked for at once; and as many questions about jobs.</summary>
    [Range(1, 64)]
    public int MaxParallelRequests { get; set; } = 8;

    /// <summary>How many jobs may be active at once. Requests that reach the disk together may exceed it by up to 256.</summary>
    [Range(1, 1_000_000)]
    public int MaxActive { get; set; } = 10_000;

    /// <summary>How many watches and waits may be open at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxWatchers { get; set; } = 20_000;

    /// <summary>How long a runner may act without having confirmed its epoch.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan EpochLimit { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the database is compared with what is running.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan ReconcileEvery { get; set; } = TimeSpan.FromSeconds(15);
}

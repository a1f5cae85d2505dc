using System.ComponentModel.DataAnnotations;

namespace GrpcRefresh.Server.Outcomes;

/// <summary>How the ends of jobs get into a table in Snowflake: section <c>GrpcRefresh:Outcomes</c>. Needs the account of <c>GrpcRefresh:Snowflake</c>.</summary>
internal sealed class OutcomeOptions
{
    public const string Section = "GrpcRefresh:Outcomes";

    /// <summary>Whether the outcome of each ended job is written there, refreshes and rotations alike. When it is turned on, those of the jobs that are still kept follow.</summary>
    public bool Enabled { get; set; }

    /// <summary>The table as <c>snowflake/65_outcomes.sql</c> makes it, by database, schema and name; parts without quotes are meant in capitals.</summary>
    public string Table { get; set; } = "GRPCREFRESH.TABLEAU.TABLEAU_JOB_LOG";

    /// <summary>How long the first outcome waits for others, to be written with them. Each write may resume the warehouse, and each resume is billed for a minute at least.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many jobs whose outcome could not be written are kept beyond <c>GrpcRefresh:Storage:Retention:Jobs</c>. Beyond this many, too, the oldest are
    /// deleted, which is logged as an error and counted.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxKept { get; set; } = 100_000;
}

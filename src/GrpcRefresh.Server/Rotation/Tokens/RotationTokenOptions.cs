using System.ComponentModel.DataAnnotations;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>How the tokens of Snowflake users are renewed.</summary>
internal sealed class RotationTokenOptions
{
    internal const string Section = $"{RotationOptions.Section}:{nameof(RotationOptions.Tokens)}";

    /// <summary>For how long nobody must have used the old token before it is removed, unless the request says otherwise.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan Overlap { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How far back a plan looks for those who use a user's tokens.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan LookBack { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// The login history: the view of Snowflake's, or one that an administrator made over it with the same columns. It proves that a new token is in use, and
    /// that the old one is not.
    /// </summary>
    public string LoginHistory { get; set; } = "SNOWFLAKE.ACCOUNT_USAGE.LOGIN_HISTORY";

    /// <summary>The view that tells which token a login was made with, likewise.</summary>
    public string Credentials { get; set; } = "SNOWFLAKE.ACCOUNT_USAGE.CREDENTIALS";

    /// <summary>How often the login history is asked while something waits for it. Each time may resume a warehouse, which bills a minute at least.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan HistoryEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait for the login history to show a login. Snowflake's view is up to two hours late.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan HistoryPatience { get; set; } = TimeSpan.FromHours(3);

    /// <summary>
    /// By how much the clocks of Snowflake, Tableau and this service may differ. So much before and after a refresh, too, nobody must have signed in with the old token for it
    /// to be proved that the refresh used the new one.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to go on asking Snowflake to remove an old token of which nothing is needed any more, before it is left to an administrator.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan RetirementPatience { get; set; } = TimeSpan.FromDays(1);
}

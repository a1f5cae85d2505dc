using System.ComponentModel.DataAnnotations;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Webhooks;

/// <summary>
/// Where Tableau may report that a refresh began or ended, so that the service asks at once instead of at its next poll: section
/// <c>GrpcRefresh:Webhooks</c>. Off unless both keys are set.
/// </summary>
internal sealed class WebhookOptions
{
    public const string Section = "GrpcRefresh:Webhooks";

    /// <summary>
    /// Where to listen. Tableau delivers to https only: give <c>https://0.0.0.0:5481</c> and a certificate that Tableau trusts, or <c>http://127.0.0.1:5481</c> and put a
    /// proxy with one in front.
    /// </summary>
    public string? Listen { get; set; }

    /// <summary>The path of the deliveries, with a secret that cannot be guessed: <c>/tableau/</c> and 32 or more random letters and digits. Treated as a secret.</summary>
    public Secret? Path { get; set; }

    /// <summary>How many deliveries are looked at in a second; more are answered and forgotten.</summary>
    [Range(1, 10_000)]
    public int MaxPerSecond { get; set; } = 100;

    internal bool IsOn => !string.IsNullOrEmpty(Listen);
}

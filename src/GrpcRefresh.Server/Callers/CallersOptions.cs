using System.ComponentModel.DataAnnotations;
using GrpcRefresh.Server.Callers.Issuers;

namespace GrpcRefresh.Server.Callers;

/// <summary>Who may call, besides the holders of API keys, and how much: section <c>GrpcRefresh:Callers</c>. See docs/callers.md.</summary>
internal sealed class CallersOptions
{
    public const string Section = "GrpcRefresh:Callers";

    /// <summary>How many calls a second each caller may make on average. Callers that cannot be told apart, because none are configured, have no such bound.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>How many calls a caller that was quiet may make at once, before <see cref="RequestsPerSecond"/> counts.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 1_000;

    /// <summary>How many watches, waits and other streams each caller may have open at once. For all callers together, <c>GrpcRefresh:Jobs:MaxWatchers</c>.</summary>
    [Range(1, 1_000_000)]
    public int MaxOpenCalls { get; set; } = 1_000;

    /// <summary>How many calls without a good credential an address (of IPv6, a network of 64 bits) may make within a minute before it is answered slowly.</summary>
    [Range(1, 1_000_000)]
    public int FailuresBeforeDelay { get; set; } = 10;

    /// <summary>By a name of your choice.</summary>
    public Dictionary<string, IssuerOptions> Issuers { get; } = new(StringComparer.OrdinalIgnoreCase);
}

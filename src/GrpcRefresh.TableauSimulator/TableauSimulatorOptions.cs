using System.Net;
using GrpcRefresh.Simulation.World.Seed;

namespace GrpcRefresh.Simulation;

/// <summary>How a simulator starts; everything else is changed while it runs, in <see cref="TableauSimulator.Settings"/>.</summary>
public sealed class TableauSimulatorOptions
{
    /// <summary>Where to listen: on loopback by default, because whoever reaches a simulator may change what it holds.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>The port; 0, the default, takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>The clock behind every time, expiry and delay: the system's by default.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>How long a job runs.</summary>
    public TimeSpan JobDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many jobs run at once.</summary>
    public int Backgrounders { get; set; } = 4;

    /// <summary>The REST version the server reports.</summary>
    public string ApiVersion { get; set; } = "3.27";

    /// <summary>How many generated workbooks to add to the seed, in project <c>Load</c> of the Default site.</summary>
    public int Workbooks { get; set; }

    /// <summary>How many generated data sources to add to the seed, in project <c>Load</c> of the Default site.</summary>
    public int Datasources { get; set; }

    /// <summary>
    /// How many Snowflake connections a generated item has, at least 1. A fraction is an average: 600 items with <c>10 / 3m</c> have 2,000.
    /// </summary>
    public decimal ConnectionsPerItem { get; set; } = 1;

    /// <summary>Whether generated items take turns on both sites, in project <c>Load</c> of each.</summary>
    public bool LoadOnBothSites { get; set; }

    /// <summary>Whether to add project <c>Variety</c>: one of each way in which a Snowflake connection can be described.</summary>
    public bool Variety { get; set; }

    /// <summary>Whether webhooks may lead to http addresses of this machine, which Tableau would refuse.</summary>
    public bool AllowHttpWebhooks { get; set; }

    /// <summary>
    /// Whether a Snowflake elsewhere accepts a user's secret. With it, the little Snowflake inside is not asked: set it together with
    /// <see cref="LoggedIn"/> to let another simulator judge. Called while the world is locked, so it must not come back to this simulator.
    /// </summary>
    public Func<string, string, bool>? AcceptsSecret { get; set; }

    /// <summary>Told of every login that a refresh tries: user, secret, and whether it was accepted. Under the same lock.</summary>
    public Action<string, string, bool>? LoggedIn { get; set; }

    /// <summary>
    /// Wraps what a request does: called with its route, what lets it take effect, and a token that is cancelled when its client is gone. For tests that
    /// kill a client before or after an effect.
    /// </summary>
    public Func<string, Func<Task>, CancellationToken, Task>? Around { get; set; }

    internal SeedPlan ToSeed() => new()
    {
        Workbooks = Workbooks,
        Datasources = Datasources,
        ConnectionsPerItem = ConnectionsPerItem,
        BothSites = LoadOnBothSites,
        Variety = Variety,
        Start = Time.GetUtcNow(),
    };

    internal SimulatorSettings ToSettings() => new()
    {
        ApiVersion = ApiVersion,
        JobDuration = JobDuration,
        Backgrounders = Backgrounders,
        AllowHttpWebhooks = AllowHttpWebhooks,
    };
}

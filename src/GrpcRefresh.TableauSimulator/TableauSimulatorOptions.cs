namespace GrpcRefresh.Simulation;

/// <summary>How a simulator starts; everything else is changed while it runs, in <see cref="TableauSimulator.Settings"/>.</summary>
public sealed class TableauSimulatorOptions
{
    /// <summary>The loopback port; 0, the default, takes a free one.</summary>
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

    /// <summary>Whether webhooks may lead to http addresses of this machine, which Tableau would refuse.</summary>
    public bool AllowHttpWebhooks { get; set; }

    internal SimulatorSettings ToSettings() => new()
    {
        ApiVersion = ApiVersion,
        JobDuration = JobDuration,
        Backgrounders = Backgrounders,
        AllowHttpWebhooks = AllowHttpWebhooks,
    };
}

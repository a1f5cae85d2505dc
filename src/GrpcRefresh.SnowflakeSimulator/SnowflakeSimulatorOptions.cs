namespace GrpcRefresh.SnowflakeSimulation;

/// <summary>How a simulator starts; everything else is changed while it runs, in <see cref="SnowflakeSimulator.Settings"/> and <see cref="SnowflakeSimulator.World"/>.</summary>
public sealed class SnowflakeSimulatorOptions
{
    /// <summary>The loopback port; 0, the default, takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>The account identifier, as key-pair tokens have to name it (in capitals).</summary>
    public string Account { get; set; } = "simorg-simaccount";

    /// <summary>The clock behind every time, expiry, delay and bill: the system's by default.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Whether the users, roles and the warehouse of the README are there. They are by default.</summary>
    public bool Seeded { get; set; } = true;

    /// <summary>
    /// Wraps what a request does: called with its route and the outline of its statement, what lets it take effect, and a token that is cancelled when its
    /// client is gone. For tests that kill a client before or after an effect.
    /// </summary>
    public Func<string, Func<Task>, CancellationToken, Task>? Around { get; set; }
}

using System.Collections.Immutable;

namespace GrpcRefresh.SnowflakeSimulation.Faults;

/// <summary>The faults in force. The first that strikes a request is the only one it suffers.</summary>
public sealed class FaultPlan
{
    private ImmutableList<Fault> _faults = [];

    /// <summary>The faults in the order in which they were added.</summary>
    public IReadOnlyList<Fault> All => _faults;

    /// <summary>Adds a fault behind the others, and answers it.</summary>
    public Fault Add(Fault fault)
    {
        ImmutableInterlocked.Update(ref _faults, (faults, added) => faults.Add(added), fault);
        return fault;
    }

    /// <summary>Ends all faults.</summary>
    public void Clear() => Interlocked.Exchange(ref _faults, []);

    internal Fault? Next(string method, string path, string body) => _faults.Find(fault => fault.Strikes(method, path, body));
}

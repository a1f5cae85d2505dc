using System.Collections.Immutable;

namespace GrpcRefresh.Simulation.Faults;

/// <summary>The faults in force. The first that strikes a request is the only one it suffers.</summary>
public sealed class FaultPlan
{
    private ImmutableList<Fault> _faults = [];

    /// <summary>The faults in the order in which they were added.</summary>
    public IReadOnlyList<Fault> All => _faults;

    /// <summary>Adds a fault behind the others.</summary>
    public void Add(Fault fault) => ImmutableInterlocked.Update(ref _faults, (faults, added) => faults.Add(added), fault);

    /// <summary>Ends all faults.</summary>
    public void Clear() => Interlocked.Exchange(ref _faults, []);

    internal Fault? Next(string method, string path, IReadOnlyCollection<string> updated) =>
        _faults.Find(fault => fault.Strikes(method, path, updated));
}

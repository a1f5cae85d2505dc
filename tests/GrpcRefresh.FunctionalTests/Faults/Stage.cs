using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>Where one cell of the matrix is played: a service and a Tableau of its own, and the fault to come.</summary>
internal sealed class Stage(TestService service, Fault fault, Trouble trouble, bool stays, QuickClock clock)
{
    public TestService Service { get; } = service;

    public Fault Fault { get; } = fault;

    public Trouble Trouble { get; } = trouble;

    public bool Stays { get; } = stays;

    public QuickClock Clock { get; } = clock;

    public void Strike() => Service.Tableau.Faults.Add(Fault);

    public void Lift() => Service.Tableau.Faults.Clear();

    public void LiftIf(bool shown)
    {
        if (shown)
        {
            Lift();
        }
    }

    public ContentItem Item(string path) => Service.Tableau.World.Item(path);

    public string LuidOf(string path) => Service.Tableau.World.Item(path).Luid;
}

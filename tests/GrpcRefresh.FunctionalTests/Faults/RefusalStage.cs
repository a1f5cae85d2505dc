using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Rotation;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Simulation.World;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>Where one refusal is played: a service and a Tableau of its own, and the rotation to come, rehearsed.</summary>
internal sealed class RefusalStage
{
    /// <summary>Updates of one connection, and of several.</summary>
    public const string Updates = "connections**";

    private readonly List<Fault> _struck = [];
    private readonly RotateConnectionCredentialsRequest _request;

    private RefusalStage(TestService service, RotateConnectionCredentialsRequest request, RotationPlan plan) =>
        (Service, _request, Plan) = (service, request, plan);

    public TestService Service { get; }

    public RotationPlan Plan { get; }

    public TableauWorld World => Service.Tableau.World;

    /// <summary>The first to be changed.</summary>
    public Connection First => Plan.Steps[0].Connection;

    public static TableauSimulatorOptions Tableau(TimeProvider clock) =>
        new() { Time = clock, JobDuration = TimeSpan.FromSeconds(3), Workbooks = 1, ConnectionsPerItem = 3 };

    public static void Hurry(Dictionary<string, string?> settings) => settings["GrpcRefresh:Rotation:Patience"] = "00:00:20";

    public static async Task<RefusalStage> OfAsync(TestService service, RefusalRequest asked)
    {
        var request = asked.For(service.Tableau.World);
        request.ValidateOnly = true;
        var plan = (await service.RotateAsync(request)).Plan;
        request.ValidateOnly = false;
        return new RefusalStage(service, request, plan);
    }

    /// <summary>How a job ended: its state, and the reason when it failed.</summary>
    public static string WordsOf(Job job) =>
        $"{job.State.ToString().ToUpperInvariant()} {(job.Error is null ? "" : RotationEvidence.ReasonOf(job.Error))}".TrimEnd();

    /// <summary>A fault that must strike, or the row was not played.</summary>
    public void Strike(Fault fault)
    {
        _struck.Add(fault);
        Service.Tableau.Faults.Add(fault);
    }

    public Task<Job> RunAsync(Fault fault)
    {
        Strike(fault);
        return RunAsync();
    }

    public async Task<Job> RunAsync() => await Service.EndOfAsync(await BeginAsync());

    public async Task<string> BeginAsync() => (await Service.RotateAsync(_request)).Job.JobId;

    /// <summary>Lets something happen in mid-run: while Tableau asks the first update to wait.</summary>
    public async Task<Job> RunAsync(Action meanwhile)
    {
        var wait = new Fault { Method = "PUT", Path = Updates, Kind = FaultKind.Status, Code = "429000", RetryAfter = 1 };
        Strike(wait);
        var jobId = await BeginAsync();
        await wait.StruckAsync(1);
        meanwhile();
        Service.Tableau.Faults.Clear();
        return await Service.EndOfAsync(jobId);
    }

    public void AssertStruck() => Assert.All(_struck, fault => Assert.NotEqual(0, fault.Hits));

    public async Task<IReadOnlyList<StepsEnd>> StepsAsync(string jobId)
    {
        var steps = (await Service.StepsAsync(jobId)).Where(step => step.Connection.Obstacle == ConnectionObstacle.Unspecified);
        var held = World.Items.SelectMany(item => item.Connections).ToDictionary(connection => connection.Luid);
        return StepsEnd.Of(steps, step => held.GetValueOrDefault(step.Connection.ConnectionId), RefusalRequest.Secret);
    }
}

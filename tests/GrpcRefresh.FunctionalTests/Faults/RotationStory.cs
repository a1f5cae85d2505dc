using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Simulation.World;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>A rotation of the connections of one item, read back and not refreshed.</summary>
/// <param name="readsBack">The fault strikes when the connections are read back: after the plan was made by the same route.</param>
internal sealed class RotationStory(string words, string path, bool readsBack = false) : Story
{
    private const string New = "the-new-secret";

    public override string Words => words;

    public override void Prepare(TableauSimulatorOptions options) => (options.Workbooks, options.ConnectionsPerItem) = (1, 3);

    public override async Task<Outcome> PlayAsync(Stage stage)
    {
        var service = stage.Service;
        if (readsBack)
        {
            // Long enough for the fault to be there when the update is answered.
            service.Tableau.Faults.Add(new Fault { Method = "PUT", Kind = FaultKind.Slow, Delay = TimeSpan.FromSeconds(5), Times = 1 });
        }
        else
        {
            stage.Strike();
        }

        var begun = await service.Credentials.RotateConnectionCredentialsAsync(Request(stage.Item(path)), deadline: DateTime.UtcNow + CallExtensions.Patience);
        if (readsBack)
        {
            stage.Strike();
        }

        var end = service.EndOfAsync(begun.Job.JobId);
        if (stage.Trouble.Told > TimeSpan.Zero)
        {
            await Task.WhenAny(end, stage.Fault.StruckAsync(stage.Stays ? stage.Trouble.Enough : int.MaxValue));
        }

        var waited = stage.Trouble.Told > TimeSpan.Zero && !end.IsCompleted;
        stage.LiftIf(waited);
        var steps = await service.Credentials.ListRotationStepsAsync(new ListRotationStepsRequest { JobId = (await end).JobId });
        var outcome = Assert.Single(steps.Steps.Select(step => OutcomeOf(step, service.Tableau.World.Connection(step.Connection.ConnectionId))).Distinct());
        return waited && outcome == Outcome.AsAsked ? Outcome.WaitsForChange : outcome;
    }

    private static RotateConnectionCredentialsRequest Request(ContentItem item) => new()
    {
        Selector = new ConnectionSelector { ConnectionIds = { item.Connections.Select(connection => connection.Luid) } },
        Credential = new Credential { Inline = new InlineCredential { Secret = New } },
        Verification = Verification.ReadBack,
    };

    private static Outcome OutcomeOf(RotationStep step, ItemConnection connection)
    {
        if (step.State == RotationStepState.Updated)
        {
            Assert.Equal(ProofLevel.Stored, step.Proof);
            Assert.True(connection.Holds(New));
            return Outcome.AsAsked;
        }

        Assert.Equal((RotationStepState.Failed, ProofLevel.Unspecified), (step.State, step.Proof));
        var reason = Assert.Single(step.Error.All<ErrorInfo>()).Reason;
        var inDoubt = step.Error.Message.Contains("may hold the new secret", StringComparison.Ordinal);
        var accepted = step.Error.Message.Contains("answered the update with success", StringComparison.Ordinal);
        Assert.True(inDoubt || accepted || !connection.Holds(New), "Tableau holds the new secret, and nobody said that it might.");
        return Outcome.Failed(reason, accepted ? "not read back" : inDoubt ? "in doubt" : "untouched");
    }
}

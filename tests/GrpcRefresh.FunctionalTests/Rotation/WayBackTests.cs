using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Rotation.RotationCalls;
using static GrpcRefresh.FunctionalTests.Rotation.RotationEvidence;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>What a rotation knows, and does, about connections that may hold either secret.</summary>
public sealed class WayBackTests
{
    private const string New = "operations-new-secret";
    private const string Doubtful = "Operations/Inventory Snapshot";

    [Fact]
    public async Task A_change_whose_answer_was_lost_is_put_back_although_the_next_try_was_refused()
    {
        await using var service = await StartAsync();
        LoseAnswerThenRefuse(service);

        var (job, steps) = await service.RunAsync(RequestOf(OnFailure.RollBack));

        Assert.Equal((JobState.Failed, "ROTATION_FAILED"), (job.State, ReasonOf(job.Error)));
        Assert.Equal(RotationStepState.RolledBack, steps.Of("Inventory Snapshot").State);
        Assert.True(service.InTableau(Doubtful).WasGiven(New));
        Assert.All(steps, step => Assert.True(service.InTableau(step).Holds(OldSecretOfOperations)));
    }

    [Fact]
    public async Task Without_a_way_back_it_is_said_that_the_connection_may_hold_either_secret()
    {
        await using var service = await StartAsync();
        LoseAnswerThenRefuse(service);

        var (_, steps) = await service.RunAsync(RequestOf(OnFailure.Stop));

        var doubtful = steps.Of("Inventory Snapshot");
        Assert.Equal((RotationStepState.Failed, "TABLEAU_FORBIDDEN"), (doubtful.State, ReasonOf(doubtful.Error)));
        Assert.Contains("may hold the new secret or the old one", doubtful.Error.Message, StringComparison.Ordinal);
        Assert.True(service.InTableau(doubtful).Holds(New));
    }

    [Fact]
    public async Task An_answer_that_was_lost_once_is_no_failure_when_the_next_try_succeeds()
    {
        await using var service = await StartAsync();
        service.Tableau.Faults.Add(new Fault { Method = "PUT", Connection = service.InTableau(Doubtful).Luid, Kind = FaultKind.DropReply, Times = 1 });

        var (job, steps) = await service.RunAsync(RequestOf(OnFailure.Stop));

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.All(steps, step => Assert.Equal((RotationStepState.Updated, 1), (step.State, service.InTableau(step).SecretsGiven)));
    }

    [Fact]
    public async Task With_the_secret_the_user_name_goes_back()
    {
        await using var service = await TestService.StartAsync();
        var request = Request(Operations, "wrong", previous: OldSecretOfOperations);
        (request.OnFailure, request.OldSecret, request.Credential.Inline.UserName) = (OnFailure.RollBack, OldSecret.Valid, "FINANCE_SVC");

        var (job, steps) = await service.RunAsync(request);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal((RotationStepState.RolledBack, ProofLevel.Works, "FINANCE_SVC"), (steps[0].State, steps[0].Proof, steps[0].NewUserName));
        var canary = service.InTableau(steps[0]);
        Assert.Equal((Operations, OldSecretOfOperations, true), (canary.UserName, canary.Secret, canary.WasGiven("wrong")));
    }

    [Fact]
    public async Task What_cannot_be_put_back_is_told_connection_by_connection()
    {
        await using var service = await StartAsync();
        var canary = (await RehearseAsync(service)).Steps.First(step => step.State == RotationStepState.Planned);
        // The change goes through, the way back does not: it is the second update of this connection.
        service.Tableau.Faults.Add(new Fault { Method = "PUT", Connection = canary.Connection.ConnectionId, Kind = FaultKind.Slow, Times = 1 });
        service.Tableau.Faults.Add(new Fault { Method = "PUT", Path = "**/connections/**", Kind = FaultKind.Status, Status = 403, Code = "403023" });

        var (job, steps) = await service.RunAsync(RequestOf(OnFailure.RollBack));

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal((RotationStepState.Failed, "TABLEAU_FORBIDDEN"), (steps[0].State, ReasonOf(steps[0].Error)));
        Assert.StartsWith("It could not be given its previous secret again: ", steps[0].Error.Message, StringComparison.Ordinal);
        Assert.True(service.InTableau(steps[0]).Holds(New));
    }

    private static Task<TestService> StartAsync() => TestService.StartAsync(settings: settings => settings["GrpcRefresh:Rotation:RetryPause"] = "00:00:00.1");

    private static void LoseAnswerThenRefuse(TestService service)
    {
        var connection = service.InTableau(Doubtful).Luid;
        service.Tableau.Faults.Add(new Fault { Method = "PUT", Connection = connection, Kind = FaultKind.DropReply, Times = 1 });
        service.Tableau.Faults.Add(new Fault { Method = "PUT", Connection = connection, Kind = FaultKind.Status, Status = 403, Code = "403023", Times = 1 });
    }

    private static RotateConnectionCredentialsRequest RequestOf(OnFailure onFailure)
    {
        var request = Request(Operations, New, OldSecretOfOperations);
        (request.OldSecret, request.Verification, request.OnFailure, request.MaxParallel) = (OldSecret.Valid, Verification.ReadBack, onFailure, 1);
        return request;
    }

    private static async Task<RotationPlan> RehearseAsync(TestService service)
    {
        var request = RequestOf(OnFailure.RollBack);
        request.ValidateOnly = true;
        return (await service.RotateAsync(request)).Plan;
    }
}

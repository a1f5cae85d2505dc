using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Rotation.RotationCalls;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>One rotation for several Snowflake users, each with a secret of its own.</summary>
public sealed class SeveralCredentialsTests
{
    private const string Finance = "FINANCE_SVC";
    private const string NewOfFinance = "finance-new-secret";
    private const string NewOfOperations = "operations-new-secret";

    [Fact]
    public async Task Each_connection_ends_with_its_users_own_secret()
    {
        await using var service = await TestService.StartAsync();
        Publish(service);

        var (job, steps) = await service.RunAsync(RequestForBoth());

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal((3, 3), (steps.Count(IsOf(Finance)), steps.Count(IsOf(Operations))));
        Assert.All(steps, step => Assert.True(service.InTableau(step).Holds(step.Connection.UserName == Finance ? NewOfFinance : NewOfOperations)));
        Assert.All(steps, step => Assert.Equal(1, service.InTableau(step).SecretsGiven));
    }

    [Fact]
    public async Task Each_credential_has_a_canary()
    {
        await using var service = await TestService.StartAsync();
        Publish(service);

        var (_, steps) = await service.RunAsync(RequestForBoth());

        var canaries = steps.Where(step => step.Canary).ToList();
        Assert.Equal([Finance, Operations], canaries.Select(step => step.Connection.UserName).Order(StringComparer.Ordinal));
        Assert.Equal([1, 2], canaries.Select(step => step.Number));
        Assert.All(canaries, step => Assert.Equal((RotationStepState.Verified, ProofLevel.UsesNew), (step.State, step.Proof)));
    }

    [Fact]
    public async Task A_wrong_secret_of_one_user_stops_the_other_user_as_well()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.World.Snowflake.SetSecrets(Operations, NewOfOperations);

        var (job, steps) = await service.RunAsync(RequestForBoth());

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal(RotationStepState.Failed, steps.Single(step => step.Canary && step.Connection.UserName == Finance).State);
        Assert.All(steps.Where(step => !step.Canary), step => Assert.Equal((RotationStepState.Skipped, 0), (step.State, service.InTableau(step).SecretsGiven)));
    }

    [Fact]
    public async Task Users_without_an_entry_are_left_alone_and_shown_as_not_chosen()
    {
        await using var service = await TestService.StartAsync();
        Publish(service);

        var begun = await service.RotateAsync(RequestForBoth());
        var job = await service.EndOfAsync(begun.Job.JobId);

        Assert.Equal(JobState.Succeeded, job.State);
        var unselected = begun.Plan.Unselected.Where(group => group.AuthenticationKind == AuthenticationKind.Password).ToList();
        Assert.Equal([("TABLEAU_SVC", 8), ("MARKETING_SVC", 1)], unselected.Select(group => (group.UserName, group.ConnectionCount)));
        Assert.Equal(5, unselected[0].ItemNames.Count);
        Assert.Equal(
            (NewOfFinance, "tableau-svc-secret", 0),
            (service.InTableau("Finance/Budget vs Actuals", Finance).Secret, service.InTableau("Finance/Budget vs Actuals", "TABLEAU_SVC").Secret, service.InTableau("Finance/Budget vs Actuals", "TABLEAU_SVC").SecretsGiven));
    }

    [Fact]
    public async Task Names_of_users_are_compared_without_regard_to_case()
    {
        await using var service = await TestService.StartAsync();
        var request = RequestForBoth();
        request.CredentialsByUser.Remove(Operations);
        request.CredentialsByUser.Add("operations_svc", Inline(NewOfOperations));
        request.ValidateOnly = true;

        var plan = (await service.RotateAsync(request)).Plan;

        Assert.Equal(6, plan.ChangedConnections);
        Assert.All(plan.Steps, step => Assert.Equal(step.Connection.UserName, step.NewUserName));
    }

    private static Func<RotationStep, bool> IsOf(string user) => step => step.Connection.UserName == user;

    private static void Publish(TestService service)
    {
        service.Tableau.World.Snowflake.SetSecrets(Finance, NewOfFinance);
        service.Tableau.World.Snowflake.SetSecrets(Operations, NewOfOperations);
    }

    private static RotateConnectionCredentialsRequest RequestForBoth() => new()
    {
        Selector = new ConnectionSelector { AccountHost = Host },
        CredentialsByUser = { [Operations] = Inline(NewOfOperations), [Finance] = Inline(NewOfFinance) },
        OldSecret = OldSecret.Dead,
    };

    private static Credential Inline(string secret) => new() { Inline = new InlineCredential { Secret = secret } };
}

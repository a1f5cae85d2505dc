using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;
using static GrpcRefresh.FunctionalTests.Rotation.RotationCalls;
using JobOutcome = GrpcRefresh.Simulation.Jobs.JobOutcome;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>Which items a rotation changes and refreshes first, and when there is none to be trusted.</summary>
public sealed class CanaryChoiceTests
{
    private const string New = "a-new-secret";

    [Fact]
    public async Task Without_an_extract_among_the_chosen_there_is_no_canary()
    {
        await using var service = await TestService.StartAsync();

        var refused = await RefusedAsync(service, RequestFor(service, "Sales/Live Orders"));

        Assert.Equal("TABLEAU_SVC", refused.Info().Metadata["user_name"]);
        Assert.Contains("no chosen item has an extract", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("VERIFICATION_READ_BACK", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(0, service.Puts());
    }

    [Fact]
    public async Task A_workbook_with_several_data_sources_is_no_canary_because_a_refresh_need_not_use_them_all()
    {
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { Workbooks = 1, ConnectionsPerItem = 3 });
        var request = Request("TABLEAU_SVC", New);
        request.Selector.Projects.Add("Load");
        request.CanaryCount = 3;

        var refused = await RefusedAsync(service, request);

        Assert.Contains("no chosen item has an extract of its own", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_has_to_fit_into_the_canary_count_as_a_whole()
    {
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { Datasources = 2, ConnectionsPerItem = 3 });
        var request = Request("TABLEAU_SVC", New);
        request.Selector.Projects.Add("Load");
        request.CanaryCount = 2;

        var refused = await RefusedAsync(service, request);

        Assert.Contains("has 3. Set canary_count to at least that.", refused.Status.Detail, StringComparison.Ordinal);
        request.CanaryCount = 3;
        Assert.Equal(3, (await RehearseAsync(service, request)).Steps.Count(step => step.Canary));
    }

    [Fact]
    public async Task An_item_that_was_not_refreshed_lately_is_no_canary()
    {
        await using var service = await TestService.StartAsync();

        var refused = await RefusedAsync(service, RequestFor(service, "Sales/Orders"));

        Assert.Contains("'Orders' was last refreshed successfully on 2025-02-05", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("GrpcRefresh:Rotation:CanaryMaxAge (14.00:00:00)", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_lately_is_a_setting()
    {
        // The seed's extracts are one to twelve hours old.
        await using var service = await TestService.StartAsync(settings: settings => settings["GrpcRefresh:Rotation:CanaryMaxAge"] = "00:30:00");

        var refused = await RefusedAsync(service, Request(Operations, New));
        Assert.Contains("GrpcRefresh:Rotation:CanaryMaxAge (00:30:00)", refused.Status.Detail, StringComparison.Ordinal);

        Assert.Equal(JobState.Succeeded, (await service.EndOfAsync((await service.RefreshAsync(Datasource("Shipments", "Operations"))).Job.JobId)).State);
        Assert.Equal("Shipments", await CanaryAsync(service, Request(Operations, New)));
    }

    [Theory]
    [InlineData("Operations/Shipments")]
    [InlineData("Operations/Inventory Snapshot")]
    [InlineData("Operations/Logistics/Delivery Times")]
    public async Task The_smallest_healthy_item_is_the_canary_each_time(string smallest)
    {
        await using var service = await TestService.StartAsync();
        foreach (var path in new[] { "Operations/Shipments", "Operations/Inventory Snapshot", "Operations/Logistics/Delivery Times" })
        {
            Resize(service, path, path == smallest ? 10 : 500);
        }

        foreach (var secret in new[] { New, "another", New })
        {
            Assert.Equal(smallest.Split('/')[^1], await CanaryAsync(service, Request(Operations, secret)));
        }
    }

    [Fact]
    public async Task A_sick_item_is_passed_over_until_it_has_succeeded_again()
    {
        await using var service = await TestService.StartAsync();
        Resize(service, "Operations/Shipments", 1);
        var request = Request(Operations, New);
        request.OldSecret = OldSecret.Valid;
        Assert.Equal("Shipments", await CanaryAsync(service, request));

        service.Tableau.World.ChangeItem(service.Tableau.World.Item("Operations/Shipments").Luid, item => item with { NextOutcome = JobOutcome.Failed });
        Assert.Equal(JobState.Failed, await RefreshAsync());
        Assert.NotEqual("Shipments", await CanaryAsync(service, request));

        Assert.Equal(JobState.Succeeded, await RefreshAsync());
        Assert.Equal("Shipments", await CanaryAsync(service, request));

        async Task<JobState> RefreshAsync() => (await service.EndOfAsync((await service.RefreshAsync(Datasource("Shipments", "Operations"))).Job.JobId)).State;
    }

    [Fact]
    public async Task Without_a_healthy_item_the_nearest_ones_sickness_is_told()
    {
        await using var service = await TestService.StartAsync();
        var shipments = service.Tableau.World.Item("Operations/Shipments");
        service.Tableau.World.ChangeItem(shipments.Luid, item => item with { NextOutcome = JobOutcome.Failed });
        await service.EndOfAsync((await service.RefreshAsync(Datasource("Shipments", "Operations"))).Job.JobId);
        var request = RequestFor(service, "Operations/Shipments");
        request.OldSecret = OldSecret.Valid;

        var refused = await RefusedAsync(service, request);

        Assert.Contains("'Shipments' failed when it was last refreshed", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("Refresh it successfully with the old secret first", refused.Status.Detail, StringComparison.Ordinal);
    }

    private static RotateConnectionCredentialsRequest RequestFor(TestService service, string path) => new()
    {
        Selector = new ConnectionSelector { ConnectionIds = { service.InTableau(path).Luid } },
        Credential = new Credential { Inline = new InlineCredential { Secret = New } },
        OldSecret = OldSecret.Dead,
    };

    private static void Resize(TestService service, string path, int megabytes) =>
        service.Tableau.World.ChangeItem(service.Tableau.World.Item(path).Luid, item => item with { Size = megabytes });

    private static async Task<RpcException> RefusedAsync(TestService service, RotateConnectionCredentialsRequest request)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => service.RotateAsync(request));
        Assert.Equal((StatusCode.FailedPrecondition, "NO_CANARY"), (refused.StatusCode, refused.Info().Reason));
        return refused;
    }

    private static async Task<string> CanaryAsync(TestService service, RotateConnectionCredentialsRequest request) =>
        Assert.Single((await RehearseAsync(service, request)).Steps, step => step.Canary).Connection.ItemName;

    private static async Task<RotationPlan> RehearseAsync(TestService service, RotateConnectionCredentialsRequest request)
    {
        request.ValidateOnly = true;
        return (await service.RotateAsync(request)).Plan;
    }
}

using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Audit;

public sealed class AuditCrashTests
{
    private const string PostRefresh = "POST /sites/{id}/datasources/{id}/refresh";

    [Fact]
    public async Task A_service_killed_between_intent_and_effect_has_left_its_row()
    {
        var folder = Directory.CreateTempSubdirectory("grpcrefresh-audit-");
        await using var tableau = await TableauSimulator.StartAsync(new TableauSimulatorOptions());
        tableau.Faults.Add(new Fault { Method = "POST", Path = "/sites/*/datasources/*/refresh", Kind = FaultKind.Slow, Delay = TimeSpan.FromMinutes(10) });
        var listen = $"http://127.0.0.1:{Ports.Free()}";
        var settings = ServiceSettings.For(tableau.Url, listen, folder.FullName);
        var database = settings["GrpcRefresh:Storage:Sqlite"]!;
        using var channel = GrpcChannel.ForAddress(listen);
        string jobId;
        await using (var service = await ServiceProcess.StartAsync(settings, channel))
        {
            jobId = (await new RefreshService.RefreshServiceClient(channel).RefreshResourceAsync(
                new RefreshResourceRequest { Resource = CallExtensions.Datasource("Orders", "Sales"), OnBehalfOf = new OnBehalfOf { User = "ANA" } })).Job.JobId;
            await PostArrivedAsync(tableau);
            await service.KillAsync();
        }

        var rows = await ServerVerb.ExportAsync(database, "--job", jobId);
        var verified = await ServerVerb.RunAsync(database, "audit", "verify");

        Assert.Empty(tableau.World.Jobs);
        Assert.Equal(["CALL_REFRESH ACCEPTED", "TABLEAU_REFRESH INTENDED"], rows.Select(row => $"{row.Text("action")} {row.Text("outcome")}"));
        Assert.All(rows, row => Assert.Equal("ANA", row.Text("behalfUser")));
        Assert.Equal((0, ""), (verified.ExitCode, verified.Errors));
        folder.Delete(recursive: true);
    }

    private static async Task PostArrivedAsync(TableauSimulator tableau)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        while (tableau.Requests[PostRefresh] == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}

using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Callers;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using Microsoft.Extensions.Logging;
using static GrpcRefresh.FunctionalTests.Callers.CallerCalls;

namespace GrpcRefresh.FunctionalTests.Secrets;

public sealed class CallerSecretTests
{
    [Fact]
    public async Task A_key_is_neither_in_the_database_nor_in_a_log_nor_in_the_audit()
    {
        var folder = Directory.CreateTempSubdirectory("grpcrefresh-secrets-");
        await using var tableau = await TableauSimulator.StartAsync(new TableauSimulatorOptions());
        var url = $"http://127.0.0.1:{Ports.Free()}";
        var settings = ServiceSettings.For(tableau.Url, url, folder.FullName);
        var database = settings["GrpcRefresh:Storage:Sqlite"]!;
        using var channel = GrpcChannel.ForAddress(url);
        await using var service = await ServiceProcess.StartAsync(settings, channel, LogLevel.Trace);
        var created = await ServerVerb.RunAsync(database, "key", "create", "--name", "nightly", "--role", "viewer");
        var key = created.Lines.Single();
        var wrong = key[..^8] + "00c0ffee";
        var scan = new SecretScan(key[21..], wrong[21..]);
        var jobs = new JobService.JobServiceClient(channel);

        Assert.Equal(StatusCode.OK, await CodeAsync(jobs.ListJobsAsync(new ListJobsRequest(), With(key))));
        Assert.Equal(StatusCode.Unauthenticated, await CodeAsync(jobs.ListJobsAsync(new ListJobsRequest(), With(wrong))));
        scan.Process(service, environment: true);
        scan.Text("the verb's errors", created.Errors);
        foreach (var words in new[] { "key list", "key list --output json", "key revoke nightly", "audit export" })
        {
            var run = await ServerVerb.RunAsync(database, words.Split(' '));
            Assert.Equal(0, run.ExitCode);
            scan.Text(words, run.Output + run.Errors);
        }

        await service.TerminateAsync();
        scan.Process(service, environment: false);
        await scan.FolderAsync(folder.FullName);
        folder.Delete(recursive: true);
        scan.AssertNothingFound();
    }
}

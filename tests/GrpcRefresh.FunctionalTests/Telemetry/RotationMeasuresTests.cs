using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Rotation;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.Simulation;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcRefresh.FunctionalTests.Telemetry;

public sealed class RotationMeasuresTests
{
    private const string New = "operations-new-secret";

    [Fact]
    public async Task A_rotation_is_measured_step_by_step_and_asks_Tableau_only_what_is_known()
    {
        await using var service = await TestService.StartAsync();
        using var collector = new Collector(service.Services.GetRequiredService<ServiceMeter>());
        service.Tableau.World.Snowflake.SetSecrets(RotationCalls.Operations, New);

        var (job, _) = await service.RunAsync(RotationCalls.Request(RotationCalls.Operations, New));
        await UntilAsync(() => collector.Of(Measures.RotationSteps).Count == 4);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal(
            ["SKIPPED UNSPECIFIED", "UPDATED STORED", "UPDATED STORED", "VERIFIED USES_NEW"],
            collector.Of(Measures.RotationSteps).Select(step => string.Join(' ', step.Tags.Values)).Order());
        Assert.Contains(collector.Of(Measures.JobsEnded), ended => ended is { Value: 1, Tags: var tags } && tags["kind"] == "ROTATION" && tags["state"] == "SUCCEEDED");
        Assert.DoesNotContain(collector.Of(Measures.TableauDuration), request => request.Tags["route"] == Words.Other);
    }

    [Fact]
    public async Task Secrets_are_counted_while_a_rotation_needs_them()
    {
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromHours(1) });
        using var collector = new Collector(service.Services.GetRequiredService<ServiceMeter>());
        Assert.Equal(0, Now(collector, Measures.SecretsStored));

        var begun = await service.RotateAsync(RotationCalls.Request(RotationCalls.Operations, New));
        // Its canary is being refreshed.
        await UntilAsync(() => service.Tableau.World.Jobs.Any(run => run.FinishCode is null));
        Assert.Equal(1, Now(collector, Measures.SecretsStored));
        service.EndRuns();
        await service.EndOfAsync(begun.Job.JobId);
        await UntilAsync(() => Now(collector, Measures.SecretsStored) == 0);

        Assert.Equal(0, Now(collector, Measures.SecretsUnwiped));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static double Now(Collector collector, Measure gauge) => Assert.Single(collector.Of(gauge)).Value;
}

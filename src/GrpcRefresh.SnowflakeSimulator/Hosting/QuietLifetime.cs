namespace GrpcRefresh.SnowflakeSimulation.Hosting;

/// <summary>Leaves signals to the process that the simulator lives in: a test run or a demo.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

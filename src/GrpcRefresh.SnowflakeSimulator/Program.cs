using GrpcRefresh.SnowflakeSimulation.Hosting;

namespace GrpcRefresh.SnowflakeSimulation;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (SimulatorArguments.Parse(args) is not { } options)
        {
            await Console.Error.WriteLineAsync(SimulatorArguments.Usage);
            return 2;
        }

        await using var snowflake = await SnowflakeSimulator.StartAsync(options);
        Console.WriteLine($"Snowflake simulator, account {options.Account}, listening on {snowflake.Url}");
        await Termination.RequestedAsync();
        return 0;
    }
}

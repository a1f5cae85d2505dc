using GrpcRefresh.Simulation.Hosting;

namespace GrpcRefresh.Simulation;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (SimulatorArguments.Parse(args) is not { } options)
        {
            await Console.Error.WriteLineAsync(SimulatorArguments.Usage);
            return 2;
        }

        await using var tableau = await TableauSimulator.StartAsync(options);
        Console.WriteLine($"Tableau simulator, API {options.ApiVersion}, listening on {tableau.Url}");
        await Termination.RequestedAsync();
        return 0;
    }
}

using System.Globalization;

namespace GrpcRefresh.SnowflakeSimulation.Hosting;

/// <summary>The command line of the simulator on its own.</summary>
internal static class SimulatorArguments
{
    public const int DefaultPort = 5491;
    public const string Usage = "usage: [--port 5491] [--account simorg-simaccount]";

    /// <summary>The options, or null if the arguments are not understood.</summary>
    public static SnowflakeSimulatorOptions? Parse(IReadOnlyList<string> args)
    {
        var options = new SnowflakeSimulatorOptions { Port = DefaultPort };
        return args.Chunk(2).All(pair => pair is [var name, var value] && TrySet(options, name, value)) ? options : null;
    }

    private static bool TrySet(SnowflakeSimulatorOptions options, string name, string value)
    {
        switch (name)
        {
            case "--port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port):
                options.Port = port;
                return true;
            case "--account" when value.Length > 0:
                options.Account = value;
                return true;
            default:
                return false;
        }
    }
}

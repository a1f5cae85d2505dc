using System.Globalization;
using System.Net;

namespace GrpcRefresh.Simulation.Hosting;

/// <summary>The command line of the simulator on its own.</summary>
internal static class SimulatorArguments
{
    public const int DefaultPort = 5490;

    public const string Usage =
        "usage: [--address 127.0.0.1] [--port 5490] [--job-duration 00:00:05] [--backgrounders 4] [--api-version 3.27] [--workbooks 0] [--datasources 0] "
        + "[--connections-per-item 1] [--both-sites false] [--variety false] [--http-webhooks false]";

    /// <summary>The options, or null if the arguments are not understood.</summary>
    public static TableauSimulatorOptions? Parse(IReadOnlyList<string> args)
    {
        var options = new TableauSimulatorOptions { Port = DefaultPort };
        var pairs = args.Chunk(2).ToList();
        return pairs.TrueForAll(pair => pair is [var name, var value] && TrySet(options, name, value)) ? options : null;
    }

    private static bool TrySet(TableauSimulatorOptions options, string name, string value)
    {
        switch (name)
        {
            case "--address" when IPAddress.TryParse(value, out var address):
                options.Address = address;
                return true;
            case "--port" when Number(value) is { } port:
                options.Port = port;
                return true;
            case "--backgrounders" when Number(value) is { } backgrounders:
                options.Backgrounders = backgrounders;
                return true;
            case "--workbooks" when Number(value) is { } workbooks:
                options.Workbooks = workbooks;
                return true;
            case "--datasources" when Number(value) is { } datasources:
                options.Datasources = datasources;
                return true;
            case "--job-duration" when TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var duration) && duration >= TimeSpan.Zero:
                options.JobDuration = duration;
                return true;
            case "--api-version" when Version.TryParse(value, out _):
                options.ApiVersion = value;
                return true;
            case "--connections-per-item" when decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var average) && average is >= 1 and <= 1000:
                options.ConnectionsPerItem = average;
                return true;
            case "--both-sites" when bool.TryParse(value, out var both):
                options.LoadOnBothSites = both;
                return true;
            case "--variety" when bool.TryParse(value, out var variety):
                options.Variety = variety;
                return true;
            case "--http-webhooks" when bool.TryParse(value, out var allowed):
                options.AllowHttpWebhooks = allowed;
                return true;
            default:
                return false;
        }
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

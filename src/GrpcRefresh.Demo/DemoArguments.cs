namespace GrpcRefresh.Demo;

/// <summary>The demo's command line.</summary>
internal sealed record DemoArguments(bool Once, int ServicePort, int GatewayPort, int SimulatorPort, int SnowflakePort)
{
    public const string Usage = """
        usage: dotnet run --project src/GrpcRefresh.Demo -- [--once] [--port N] [--gateway-port N] [--simulator-port N] [--snowflake-port N]
          --once              end after the story instead of staying up
          --port N            the service's gRPC port; 5400 unless said, 0 takes a free one
          --gateway-port N    the service's HTTP port, for JSON; 5480 unless said, 0 takes a free one
          --simulator-port N  the simulated Tableau's port; 5490 unless said, 0 takes a free one
          --snowflake-port N  the simulated Snowflake's port; 5491 unless said, 0 takes a free one
        """;

    public static DemoArguments? Parse(string[] args)
    {
        var parsed = new DemoArguments(false, 5400, 5480, 5490, 5491);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--once":
                    parsed = parsed with { Once = true };
                    break;
                case "--port" when TryReadPort(args, ++i, out var port):
                    parsed = parsed with { ServicePort = port };
                    break;
                case "--gateway-port" when TryReadPort(args, ++i, out var port):
                    parsed = parsed with { GatewayPort = port };
                    break;
                case "--simulator-port" when TryReadPort(args, ++i, out var port):
                    parsed = parsed with { SimulatorPort = port };
                    break;
                case "--snowflake-port" when TryReadPort(args, ++i, out var port):
                    parsed = parsed with { SnowflakePort = port };
                    break;
                default:
                    return null;
            }
        }

        return parsed;
    }

    private static bool TryReadPort(string[] args, int index, out int port)
    {
        port = 0;
        return index < args.Length && int.TryParse(args[index], out port) && port is >= 0 and <= 65_535;
    }
}

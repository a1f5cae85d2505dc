using System.CommandLine;

namespace GrpcRefresh.Server.Verbs;

/// <summary><c>grpcrefresh-server snowflake</c></summary>
internal sealed class SnowflakeCommand : Command
{
    public SnowflakeCommand(Func<IConfiguration> settings)
        : base("snowflake", "The Snowflake account of the service, also while the service runs.")
    {
        Add(new AskDoctor(settings));
    }
}

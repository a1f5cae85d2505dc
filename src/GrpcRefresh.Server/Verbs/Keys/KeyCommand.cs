using System.CommandLine;
using GrpcRefresh.Server.Callers.Keys;

namespace GrpcRefresh.Server.Verbs.Keys;

/// <summary><c>grpcrefresh-server key</c></summary>
internal sealed class KeyCommand : Command
{
    public KeyCommand(Func<IConfiguration> settings)
        : base("key", "The API keys of callers, also while the service runs.")
    {
        Add(new CreateKey(File));
        Add(new ListKeys(File));
        Add(new RevokeKey(File));

        ApiKeyFile File() => new(settings(), TimeProvider.System);
    }
}

namespace GrpcRefresh.Server.Listening;

/// <summary>Says at start that whoever is on this machine may do everything.</summary>
internal sealed partial class OpenDoorWarning(IKnownCallers callers, ILogger<OpenDoorWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!callers.AreConfigured)
        {
            Log.NobodyIsKnown(logger);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "No caller is configured: every program on this machine may do everything, and other machines cannot reach the service. " +
            "Create a key with 'grpcrefresh-server key create --name NAME --role ROLE'; from then on callers need one.")]
        public static partial void NobodyIsKnown(ILogger logger);
    }
}

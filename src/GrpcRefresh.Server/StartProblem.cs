using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server;

/// <summary>What whoever starts the service is told of a start that cannot be.</summary>
internal static class StartProblem
{
    /// <summary>Nothing for a surprise, which is to be seen with its stack.</summary>
    public static string? Of(Exception e) => e switch
    {
        OptionsValidationException wrong => $"The configuration is wrong:{string.Concat(wrong.Failures.Select(failure => $"{Environment.NewLine}  {failure}"))}",
        StartRefusedException => e.Message,
        // Of the settings files: the inner one tells the line.
        InvalidDataException { InnerException: { } inner } => $"The configuration is wrong:{Environment.NewLine}  {e.Message} {inner.InnerException?.Message ?? inner.Message}",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{e.Message}. Stop what listens there, or choose another address.",
        SocketException => $"A listener cannot be opened: {e.Message}. Compare the keys that end in :Listen with the addresses of this machine; ports below 1024 may need a privilege.",
        _ => null,
    };
}

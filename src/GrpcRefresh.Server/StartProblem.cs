using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server;

/// <summary>What whoever starts the service is told of a start that cannot be.</summary>
/// <param name="Text">What is wrong, and the remedy.</param>
/// <param name="MayPass">Whether the same start may go well in a while, without anybody changing its settings or its data.</param>
internal sealed record StartProblem(string Text, bool MayPass = false)
{
    private const int WorthRepeating = 1;
    private const int ToBeMended = 2;

    /// <summary>By which whatever starts the service, such as systemd, knows whether to start it again.</summary>
    public int ExitCode => MayPass ? WorthRepeating : ToBeMended;

    /// <summary>Nothing for a surprise, which is to be seen with its stack.</summary>
    public static StartProblem? Of(Exception e) => e switch
    {
        OptionsValidationException wrong => new($"The configuration is wrong:{string.Concat(wrong.Failures.Select(failure => $"{Environment.NewLine}  {failure}"))}"),
        StartRefusedException refused => new(e.Message, refused.MayPass),
        // Of the settings files: the inner one tells the line.
        InvalidDataException { InnerException: { } inner } => new($"The configuration is wrong:{Environment.NewLine}  {e.Message} {inner.InnerException?.Message ?? inner.Message}"),
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => new($"{e.Message.TrimEnd('.')}. Stop what listens there, or choose another address.", MayPass: true),
        // An address may come with its network; a privilege does not come by itself.
        SocketException socket => new(
            $"A listener cannot be opened: {e.Message}. Compare the keys that end in :Listen with the addresses of this machine; ports below 1024 may need a privilege.",
            socket.SocketErrorCode != SocketError.AccessDenied),
        _ => null,
    };
}

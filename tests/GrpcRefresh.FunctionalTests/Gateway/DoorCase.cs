using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>One request, and what both doors answer to it.</summary>
/// <param name="Outcome">The reason of the refusal; OK without one.</param>
internal sealed record DoorCase(string Name, MethodDescriptor Method, Func<DoorWorld, IMessage> Request, string Outcome = "OK")
{
    /// <summary>Whose credential it comes with, in a world with callers; null without one.</summary>
    public string? Caller { get; init; }

    /// <summary>What of a message has to be the same; everything, unless it tells of the moment.</summary>
    public Func<IMessage, object> Of { get; init; } = message => message;

    /// <summary>A stream that does not end by itself is read until here.</summary>
    public Func<IMessage, bool> IsLast { get; init; } = _ => false;
}

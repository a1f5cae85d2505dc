using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using GrpcRefresh.Server.Gateway.Calls;
using GrpcRefresh.Server.Gateway.Requests;

namespace GrpcRefresh.Server.Gateway.Answers;

/// <summary>What a browser's EventSource reads. It comes back by itself with the last id it saw, also after an orderly end.</summary>
internal sealed class ServerSentEvents(StreamShape shape) : StreamFormat
{
    public const string MediaType = "text/event-stream";

    public override string ContentType => MediaType;

    public override bool EndsWith204 => true;

    public override void WriteBeginning(IBufferWriter<byte> to) => Write(to, "retry: 2000\n\n");

    public override void Write(IBufferWriter<byte> to, IMessage message)
    {
        var token = shape.TokenOf(message);
        var id = token.Length > 0 ? $"id: {token}\n" : "";

        // A block without data is no event, but its id is remembered.
        Write(to, shape.IsBookmark(message) ? $": heartbeat\n{id}\n" : $"{id}data: {ContractJson.Write(message)}\n\n");
    }

    /// <remarks>Not an event named <c>error</c>: that is what EventSource tells of broken connections.</remarks>
    public override void WriteError(IBufferWriter<byte> to, RpcException refusal) => Write(to, $"event: stream-error\ndata: {ErrorOf(refusal)}\n\n");
}

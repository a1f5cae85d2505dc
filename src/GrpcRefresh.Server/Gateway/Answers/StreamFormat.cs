using System.Buffers;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using GrpcRefresh.Server.Gateway.Calls;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Gateway.Answers;

/// <summary>How a stream of messages is written into one HTTP answer.</summary>
internal abstract class StreamFormat
{
    public abstract string ContentType { get; }

    /// <summary>Whether 204 tells a reader that nothing will follow, so that it does not come back.</summary>
    public virtual bool EndsWith204 => false;

    public static StreamFormat For(HttpRequest request, StreamShape shape) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(ServerSentEvents.MediaType, StringComparison.OrdinalIgnoreCase) && accepted.Quality != 0)
            ? new ServerSentEvents(shape)
            : JsonLines.Instance;

    public virtual void WriteBeginning(IBufferWriter<byte> to)
    {
    }

    public abstract void Write(IBufferWriter<byte> to, IMessage message);

    /// <summary>Why the stream could not go on, when its status was sent long before.</summary>
    public abstract void WriteError(IBufferWriter<byte> to, RpcException refusal);

    protected static void Write(IBufferWriter<byte> to, string text) => Encoding.UTF8.GetBytes(text, to);

    protected static string ErrorOf(RpcException refusal) =>
        Encoding.UTF8.GetString(ErrorAnswer.ToJson(refusal, HttpStatuses.Of(refusal.StatusCode)).Span);
}

using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using GrpcRefresh.Server.Gateway.Requests;

namespace GrpcRefresh.Server.Gateway.Answers;

/// <summary>A message a line (NDJSON).</summary>
internal sealed class JsonLines : StreamFormat
{
    public static readonly JsonLines Instance = new();

    public override string ContentType => "application/x-ndjson";

    public override void Write(IBufferWriter<byte> to, IMessage message) => Write(to, $"{ContractJson.Write(message)}\n");

    public override void WriteError(IBufferWriter<byte> to, RpcException refusal) => Write(to, $"{ErrorOf(refusal)}\n");
}

using Google.Protobuf;
using Grpc.Core;
using GrpcRefresh.FunctionalTests.Callers;
using GrpcRefresh.Testing;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>Sends a case by gRPC.</summary>
internal static class GrpcDoor
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    public static async Task<DoorAnswer> AskAsync(CallInvoker door, DoorCase asked, IMessage request, string? credential = null)
    {
        var options = CallerCalls.With(credential);
        var method = new Method<byte[], byte[]>(
            asked.Method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary, asked.Method.Service.FullName, asked.Method.Name, Bytes, Bytes);
        var messages = new List<IMessage>();
        try
        {
            if (!asked.Method.IsServerStreaming)
            {
                messages.Add(asked.Method.OutputType.Parser.ParseFrom(await door.AsyncUnaryCall(method, null, options, request.ToByteArray())));
                return new DoorAnswer(messages, null);
            }

            using var stream = door.AsyncServerStreamingCall(method, null, options, request.ToByteArray());
            while (await stream.ResponseStream.MoveNext(default) && (messages.Count == 0 || !asked.IsLast(messages[^1])))
            {
                messages.Add(asked.Method.OutputType.Parser.ParseFrom(stream.ResponseStream.Current));
                if (asked.IsLast(messages[^1]))
                {
                    break;
                }
            }

            return new DoorAnswer(messages, null);
        }
        catch (RpcException refused)
        {
            return new DoorAnswer(messages, refused.Details());
        }
    }
}

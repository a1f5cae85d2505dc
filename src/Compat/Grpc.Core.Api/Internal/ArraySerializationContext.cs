using System.Buffers;

namespace Grpc.Core.Internal;

/// <summary>Collects one message for a caller that wants an array.</summary>
internal sealed class ArraySerializationContext : SerializationContext
{
    private readonly ArrayBufferWriter<byte> _writer = new();
    private byte[]? _payload;

    public byte[] Payload => _payload ?? throw new InvalidOperationException("The serializer has not completed the message.");

    public override void Complete(byte[] payload) => _payload = payload;

    public override IBufferWriter<byte> GetBufferWriter() => _writer;

    public override void Complete() => _payload = _writer.WrittenSpan.ToArray();
}

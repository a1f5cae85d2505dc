using Grpc.Core;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Reads so many bytes of another stream, and refuses to go on.</summary>
internal sealed class BoundedStream(Stream inner, int most) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <exception cref="RpcException">There is more; or it is not what was said to be in it.</exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = inner.Read(buffer);
            return (_read += read) <= most
                ? read
                : throw new RpcException(new Status(StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size."));
        }
        catch (InvalidDataException)
        {
            throw Errors.Refusal.Of(Errors.UnreadableRequests.Refused().Failure);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}

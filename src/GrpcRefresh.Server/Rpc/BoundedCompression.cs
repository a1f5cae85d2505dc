using System.IO.Compression;
using Grpc.Net.Compression;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Unpacks messages up to the size that a message may have: the runtime looks at the size of what is packed only.</summary>
internal sealed class BoundedCompression(ICompressionProvider compression, int most) : ICompressionProvider
{
    public string EncodingName => compression.EncodingName;

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) => compression.CreateCompressionStream(stream, compressionLevel);

    public Stream CreateDecompressionStream(Stream stream) => new BoundedStream(compression.CreateDecompressionStream(stream), most);
}

using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>Compresses with gzip.</summary>
public sealed class GzipCompressionProvider : ICompressionProvider
{
    private readonly CompressionLevel _defaultLevel;

    /// <summary>Makes a provider with the level to use where a call names none.</summary>
    public GzipCompressionProvider(CompressionLevel defaultCompressionLevel)
    {
        _defaultLevel = defaultCompressionLevel;
    }

    /// <inheritdoc/>
    public string EncodingName => "gzip";

    /// <inheritdoc/>
    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new GZipStream(stream, compressionLevel ?? _defaultLevel, leaveOpen: true);

    /// <inheritdoc/>
    public Stream CreateDecompressionStream(Stream stream) => new GZipStream(stream, CompressionMode.Decompress);
}

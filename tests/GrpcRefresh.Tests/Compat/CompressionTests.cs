using System.IO.Compression;
using Grpc.Net.Compression;
using Xunit;

namespace GrpcRefresh.Tests.Compat;

public sealed class CompressionTests
{
    private static readonly byte[] _message = [.. Enumerable.Repeat((byte)7, 1000)];

    public static TheoryData<ICompressionProvider, string> Providers => new()
    {
        { new GzipCompressionProvider(CompressionLevel.Fastest), "gzip" },
        { new DeflateCompressionProvider(CompressionLevel.Fastest), "deflate" },
    };

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_provider_goes_by_its_name_on_the_wire(ICompressionProvider provider, string name) =>
        Assert.Equal(name, provider.EncodingName);

    [Theory]
    [MemberData(nameof(Providers))]
    public void What_was_compressed_is_decompressed_to_the_same(ICompressionProvider provider, string name)
    {
        Assert.NotEmpty(name);
        using var compressed = new MemoryStream();
        using (var stream = provider.CreateCompressionStream(compressed, CompressionLevel.Optimal))
        {
            stream.Write(_message);
        }

        compressed.Position = 0;
        using var decompressed = new MemoryStream();
        using (var stream = provider.CreateDecompressionStream(compressed))
        {
            stream.CopyTo(decompressed);
        }

        Assert.Equal(_message, decompressed.ToArray());
    }
}

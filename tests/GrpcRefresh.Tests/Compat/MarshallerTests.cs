using System.Buffers;
using System.Text;
using Grpc.Core;
using Xunit;

namespace GrpcRefresh.Tests.Compat;

public sealed class MarshallerTests
{
    [Fact]
    public void Strings_travel_as_utf8()
    {
        var marshaller = Marshallers.StringMarshaller;

        Assert.Equal("größe", marshaller.Deserializer("größe"u8.ToArray()));
        Assert.Equal("größe"u8.ToArray(), marshaller.Serializer("größe"));
    }

    [Fact]
    public void A_marshaller_over_contexts_works_with_arrays_too()
    {
        var marshaller = Marshallers.Create(Write, context => Encoding.UTF8.GetString(context.PayloadAsReadOnlySequence()));

        Assert.Equal("hello"u8.ToArray(), marshaller.Serializer("hello"));
        Assert.Equal("hello", marshaller.Deserializer("hello"u8.ToArray()));
    }

    [Fact]
    public void A_marshaller_over_arrays_works_with_contexts_too()
    {
        var marshaller = Marshallers.Create<string>(
            message => [.. Encoding.UTF8.GetBytes(message), (byte)'!'],
            payload => Encoding.UTF8.GetString(payload));
        var over = Marshallers.Create(marshaller.ContextualSerializer, marshaller.ContextualDeserializer);

        Assert.Equal("hello!", over.Deserializer(over.Serializer("hello")));
    }

    private static void Write(string message, SerializationContext context)
    {
        context.SetPayloadLength(message.Length);
        context.GetBufferWriter().Write(Encoding.UTF8.GetBytes(message));
        context.Complete();
    }
}

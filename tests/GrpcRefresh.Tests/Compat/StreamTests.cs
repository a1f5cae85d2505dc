using Grpc.Core;
using Xunit;

namespace GrpcRefresh.Tests.Compat;

public sealed class StreamTests
{
    [Fact]
    public async Task A_stream_can_be_read_with_await_foreach()
    {
        var read = new List<string>();

        await foreach (var message in new ListReader<string>("one", "two").ReadAllAsync())
        {
            read.Add(message);
        }

        Assert.Equal(["one", "two"], read);
    }

    [Fact]
    public async Task Reading_stops_when_cancelled()
    {
        var messages = new ListReader<string>("one").ReadAllAsync(new CancellationToken(canceled: true));

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await messages.GetAsyncEnumerator().MoveNextAsync());
    }

    [Fact]
    public async Task The_next_message_can_be_read_without_a_token()
    {
        var reader = new ListReader<string>("one");

        Assert.True(await reader.MoveNext());
        Assert.Equal("one", reader.Current);
        Assert.False(await reader.MoveNext());
    }

    [Fact]
    public async Task A_write_that_cannot_be_cancelled_is_a_plain_write()
    {
        var writer = new ListWriter<string>();

        await ((IAsyncStreamWriter<string>)writer).WriteAsync("one", CancellationToken.None);

        Assert.Equal(["one"], writer.Messages);
    }

    [Fact]
    public async Task A_write_that_can_be_cancelled_needs_a_stream_that_supports_it()
    {
        using var source = new CancellationTokenSource();
        IAsyncStreamWriter<string> writer = new ListWriter<string>();

        await Assert.ThrowsAsync<NotSupportedException>(() => writer.WriteAsync("one", source.Token));
    }
}

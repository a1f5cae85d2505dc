using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Gateway.Answers;

/// <summary>Sends the messages of a stream, each at once. Whoever reads slowly holds up the writer, not memory.</summary>
internal sealed class StreamAnswer<T>(HttpContext http, StreamFormat format) : IServerStreamWriter<T>, IDisposable
{
    // The first message and the end of the time to wait for it may fall together.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WriteOptions? WriteOptions { get; set; }

    /// <summary>Ends when the status and the headers were sent.</summary>
    public Task Begun => _begun.Task;

    public bool HasBegun => _begun.Task.IsCompleted;

    public Task BeginAsync() => SendAsync(() => { });

    public Task WriteAsync(T message) => SendAsync(() => format.Write(http.Response.BodyWriter, (IMessage)message!));

    public Task FailAsync(RpcException refusal) => SendAsync(() => format.WriteError(http.Response.BodyWriter, refusal));

    /// <param name="isResumed">The reader has been here before: it is to learn that nothing is left.</param>
    public Task EndAsync(bool isResumed)
    {
        if (HasBegun)
        {
            return Task.CompletedTask;
        }

        if (!isResumed || !format.EndsWith204)
        {
            return BeginAsync();
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public void Dispose() => _turn.Dispose();

    private async Task SendAsync(Action write)
    {
        await _turn.WaitAsync();
        try
        {
            Begin();
            write();
            // Without the token, as at the gRPC door: an answer that is cut off in the middle is no answer.
            await http.Response.BodyWriter.FlushAsync();
        }
        finally
        {
            _turn.Release();
        }

        http.RequestAborted.ThrowIfCancellationRequested();
    }

    private void Begin()
    {
        if (HasBegun)
        {
            return;
        }

        http.Response.ContentType = format.ContentType;
        // A proxy that waits for more would keep the news to itself.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        format.WriteBeginning(http.Response.BodyWriter);
        _begun.SetResult();
    }
}

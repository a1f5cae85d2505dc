using Grpc.Core;
using Xunit;

namespace GrpcRefresh.Tests.Compat;

public sealed class CallTests
{
    private readonly List<object> _disposed = [];

    [Fact]
    public async Task A_unary_call_is_awaited_for_its_response()
    {
        using var call = Unary("state");

        Assert.Equal("response", await call);
        Assert.Equal("response", await call.ConfigureAwait(true));
    }

    [Fact]
    public async Task The_functions_of_a_call_get_its_state()
    {
        using var call = Unary("state");

        Assert.Equal("state", (await call.ResponseHeadersAsync).GetValue("header"));
        Assert.Equal("state", call.GetStatus().Detail);
        Assert.Equal("state", call.GetTrailers().GetValue("trailer"));
    }

    [Fact]
    public void Disposing_a_call_disposes_its_state()
    {
        Unary("state").Dispose();

        Assert.Equal(["state"], _disposed);
    }

    [Fact]
    public void Each_option_changes_alone()
    {
        var credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        var headers = new Metadata();

        var options = new CallOptions(headers)
            .WithDeadline(DateTime.MaxValue)
            .WithWriteOptions(WriteOptions.Default.WithFlags(WriteFlags.NoCompress))
            .WithCredentials(credentials)
            .WithWaitForReady();

        Assert.Same(headers, options.Headers);
        Assert.Equal(DateTime.MaxValue, options.Deadline);
        Assert.Equal(WriteFlags.NoCompress, options.WriteOptions?.Flags);
        Assert.Same(credentials, options.Credentials);
        Assert.True(options.IsWaitForReady);
        Assert.Null(options.WithHeaders(null!).Headers);
        Assert.False(options.WithWaitForReady(false).IsWaitForReady);
    }

    private AsyncUnaryCall<string> Unary(string state) => new(
        Task.FromResult("response"),
        own => Task.FromResult(new Metadata { { "header", (string)own } }),
        own => new Status(StatusCode.OK, (string)own),
        own => [new("trailer", (string)own)],
        _disposed.Add,
        state);
}

using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Makes pages fit into a message: a thousand jobs with all their notes would not.</summary>
internal sealed class PageFit(IOptions<RpcOptions> options)
{
    /// <param name="read">Reads a page of at most so many, with the token of the next.</param>
    public async Task<TResponse> ReadAsync<TResponse>(int pageSize, Func<int, Task<TResponse>> read, Func<TResponse, int> count)
        where TResponse : IMessage
    {
        while (true)
        {
            var response = await read(pageSize);
            if (count(response) <= 1 || response.CalculateSize() <= options.Value.MaxSendMessageSize)
            {
                return response;
            }

            // A shorter page is a good answer; the rest comes with its token.
            pageSize = count(response) / 2;
        }
    }

    /// <summary>Shortens an answer until it can be sent.</summary>
    /// <param name="shorten">Makes it shorter; false when there is nothing left to leave out.</param>
    public void Shorten(IMessage response, Func<bool> shorten)
    {
        while (response.CalculateSize() > options.Value.MaxSendMessageSize && shorten())
        {
            // Once more.
        }
    }
}

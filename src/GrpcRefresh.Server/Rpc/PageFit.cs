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
}

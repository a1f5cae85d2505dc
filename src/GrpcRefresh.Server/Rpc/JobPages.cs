using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Pages of jobs that fit into a message: a thousand jobs with all their notes would not.</summary>
internal sealed class JobPages(JobReader reader, IOptions<RpcOptions> options)
{
    public async Task<ListJobsResponse> ReadAsync(JobQuery query, int pageSize, string pageToken, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await reader.ListAsync(query, pageSize, pageToken, cancellationToken);
            var response = new ListJobsResponse { Jobs = { page.Jobs.Select(JobMessages.Of) }, NextPageToken = page.NextPageToken };
            if (page.Jobs.Count <= 1 || response.CalculateSize() <= options.Value.MaxSendMessageSize)
            {
                return response;
            }

            // A shorter page is a good answer; the rest comes with its token.
            pageSize = page.Jobs.Count / 2;
        }
    }
}

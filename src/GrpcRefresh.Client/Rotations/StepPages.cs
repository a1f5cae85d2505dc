using System.Runtime.CompilerServices;
using GrpcRefresh.Client.Calls;
using GrpcRefresh.V1;

namespace GrpcRefresh.Client.Rotations;

/// <summary>Reads the steps of rotations, page after page.</summary>
internal sealed class StepPages(CredentialService.CredentialServiceClient credentials, Caller caller, GrpcRefreshClientOptions options)
{
    private const int LargestPage = 1_000;

    /// <summary>All steps, as patiently as a watch.</summary>
    public ValueTask<List<RotationStep>> AllAsync(string jobId, CancellationToken cancellationToken) =>
        ReadAsync(new ListRotationStepsRequest { JobId = jobId, PageSize = LargestPage }, Patience.ForWatches(options), cancellationToken)
            .ToListAsync(cancellationToken);

    public IAsyncEnumerable<RotationStep> ReadAsync(ListRotationStepsRequest request, CancellationToken cancellationToken) =>
        ReadAsync(request, Patience.ForCalls(options), cancellationToken);

    private async IAsyncEnumerable<RotationStep> ReadAsync(
        ListRotationStepsRequest asked, Patience patience, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            var page = await caller.SafelyAsync(call => credentials.ListRotationStepsAsync(asked, call), patience, cancellationToken).ConfigureAwait(false);
            foreach (var step in page.Steps)
            {
                yield return step;
            }

            asked.PageToken = page.NextPageToken;
        }
        while (asked.PageToken.Length > 0);
    }
}

using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>Rotations as a test wants to write them, of one user of the seed's Snowflake account.</summary>
internal static class RotationCalls
{
    public const string Host = "acme-analytics.snowflakecomputing.com";

    /// <summary>
    /// Data sources Operations/Shipments and Operations/Inventory Snapshot, and workbook Operations/Logistics/Delivery Times: one connection each. And
    /// one of the flow Operations/Clean Shipments, which is left alone.
    /// </summary>
    public const string Operations = "OPERATIONS_SVC";

    public const string OldSecretOfOperations = "operations-svc-secret";

    public static RotateConnectionCredentialsRequest Request(string user, string secret, string previous = "") => new()
    {
        Selector = new ConnectionSelector { AccountHost = Host, UserName = user },
        Credential = new Credential { Inline = new InlineCredential { Secret = secret, PreviousSecret = previous } },
        OldSecret = OldSecret.Dead,
        RequestId = Guid.NewGuid().ToString(),
    };

    public static async Task<RotateConnectionCredentialsResponse> RotateAsync(this TestService service, RotateConnectionCredentialsRequest request) =>
        await service.Credentials.RotateConnectionCredentialsAsync(request, deadline: DateTime.UtcNow + CallExtensions.Patience);

    public static Task<IReadOnlyList<RotationStep>> StepsAsync(this TestService service, string jobId) => service.Credentials.StepsAsync(jobId);

    /// <summary>All steps, page after page.</summary>
    public static async Task<IReadOnlyList<RotationStep>> StepsAsync(this CredentialService.CredentialServiceClient credentials, string jobId)
    {
        var steps = new List<RotationStep>();
        for (var token = ""; ;)
        {
            var page = await credentials.ListRotationStepsAsync(
                new ListRotationStepsRequest { JobId = jobId, PageSize = 1_000, PageToken = token }, deadline: DateTime.UtcNow + CallExtensions.Patience);
            steps.AddRange(page.Steps);
            if ((token = page.NextPageToken).Length == 0)
            {
                return steps;
            }
        }
    }

    /// <summary>Rotates, waits for the end, and answers the job and the steps of connections that can be changed.</summary>
    public static async Task<(Job Job, IReadOnlyList<RotationStep> Steps)> RunAsync(this TestService service, RotateConnectionCredentialsRequest request)
    {
        var begun = await service.RotateAsync(request);
        var job = await service.EndOfAsync(begun.Job.JobId);
        return (job, [.. (await service.StepsAsync(job.JobId)).Where(step => step.Connection.Obstacle == ConnectionObstacle.Unspecified)]);
    }
}

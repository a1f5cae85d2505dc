using GrpcRefresh.Client;
using GrpcRefresh.V1;

using var client = new GrpcRefreshClient(new GrpcRefreshClientOptions
{
    Address = new Uri(args[0]),
    CredentialFile = Environment.GetEnvironmentVariable("GRPCREFRESH_KEY_FILE"),
});
var orders = new ResourceRef
{
    Type = ResourceType.Datasource,
    Path = new ResourcePath { ProjectPath = { "Sales" }, Name = "Orders" },
};

try
{
    var refresh = await client.RefreshAsync(orders);
    Console.WriteLine($"{refresh.Disposition}: job {refresh.Job.JobId}");

    // Goes on through broken connections and restarts of the service.
    await foreach (var update in client.WatchAsync(refresh.Job.JobId))
    {
        Console.WriteLine($"{update.Job.State} {update.Job.Error?.Message}");
    }
}
catch (GrpcRefreshException refused) when (refused.Reason is ErrorReason.ResourceNotFound or ErrorReason.ResourceAmbiguous)
{
    Console.WriteLine(refused.Message);
    foreach (var candidate in refused.Candidates)
    {
        Console.WriteLine($"  {candidate.Description}, luid {candidate.Luid}");
    }
}

using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using GrpcRefresh.FunctionalTests.Rotation;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>Good requests, to be spoilt. A request type without one here gets those that its descriptor allows.</summary>
internal static class FuzzSamples
{
    public static readonly IReadOnlyList<MethodDescriptor> Methods = [.. ServedContracts.All.SelectMany(service => service.Methods)];

    private static readonly ILookup<MessageDescriptor, Func<FuzzWorld, IMessage>> Good = new (MessageDescriptor Type, Func<FuzzWorld, IMessage> Make)[]
    {
        (RefreshResourceRequest.Descriptor, _ => new RefreshResourceRequest
        {
            Resource = Datasource("Orders", "Sales"), Mode = RefreshMode.Full, Freshness = Freshness.JoinActive, RequestId = "3d594650-3436-4fdb-9c3a-7c5c0f6b8a11",
            Labels = { ["team"] = "data", ["run"] = "nächtlich" }, OnBehalfOf = new OnBehalfOf { User = "ETL_SVC", Role = "ETL", Task = "DB.S.T", QueryId = "01b" },
        }),
        (RefreshResourceRequest.Descriptor, world => new RefreshResourceRequest { Resource = world.Refreshed.Resource.Ref }),
        (ResolveResourceRequest.Descriptor, _ => new ResolveResourceRequest { Resource = Workbook("Pipeline", "Sales", "EMEA") }),
        (ResolveResourceRequest.Descriptor, world => new ResolveResourceRequest { Resource = new ResourceRef { Type = ResourceType.Datasource, Luid = world.Refreshed.Resource.Ref.Luid } }),
        (ListResourcesRequest.Descriptor, _ => new ListResourcesRequest { Type = ResourceType.Workbook, NameContains = "e", PageSize = 2 }),
        (SyncCatalogRequest.Descriptor, _ => new SyncCatalogRequest { Server = "default", Sites = { "", "marketing" }, ValidateOnly = true }),
        (GetJobRequest.Descriptor, world => new GetJobRequest { JobId = world.Refreshed.JobId }),
        (ListJobsRequest.Descriptor, world => new ListJobsRequest
        {
            Filter = new JobFilter
            {
                States = { JobState.Succeeded, JobState.Failed }, Kinds = { JobKind.Refresh }, Sites = { "" }, Resource = world.Refreshed.Resource.Ref, Labels = { ["team"] = "data" },
                CreatedAfter = new Timestamp { Seconds = 1_700_000_000, Nanos = 5 },
            },
            PageSize = 3,
        }),
        (WaitJobRequest.Descriptor, world => new WaitJobRequest { JobId = world.Refreshed.JobId, Timeout = new Duration { Seconds = 1 } }),
        (WatchJobRequest.Descriptor, world => new WatchJobRequest { JobId = world.Rotated.JobId, Heartbeat = new Duration { Seconds = 2 } }),
        (WatchJobRequest.Descriptor, world => new WatchJobRequest { JobId = world.Refreshed.JobId, ResumeToken = world.ResumeToken }),
        (WatchJobsRequest.Descriptor, _ => new WatchJobsRequest { Filter = new JobFilter { Sites = { "" }, Labels = { ["team"] = "data" } }, Heartbeat = new Duration { Seconds = 1 } }),
        (CancelJobRequest.Descriptor, world => new CancelJobRequest { JobId = world.Refreshed.JobId, RequestId = "3d594650-3436-4fdb-9c3a-7c5c0f6b8a11" }),
        (RotateConnectionCredentialsRequest.Descriptor, _ => RotationCalls.Request(RotationCalls.Operations, "new-secret", RotationCalls.OldSecretOfOperations)),
        (RotateConnectionCredentialsRequest.Descriptor, _ => new RotateConnectionCredentialsRequest
        {
            Selector = new ConnectionSelector { AccountHost = RotationCalls.Host },
            CredentialsByUser = { [RotationCalls.Operations] = new Credential { Inline = new InlineCredential { Secret = "x" } }, ["B"] = new Credential { SecretRef = "nightly" } },
            OldSecret = OldSecret.Valid, CanaryCount = 1, MaxFailures = 2, MaxParallel = 3, OnFailure = OnFailure.Continue, Labels = { ["a"] = "b" },
        }),
        (ListConnectionsRequest.Descriptor, _ => new ListConnectionsRequest { Selector = new ConnectionSelector { AccountHost = RotationCalls.Host }, AllConnectionTypes = true, PageSize = 5 }),
        (ListRotationStepsRequest.Descriptor, world => new ListRotationStepsRequest { JobId = world.Rotated.JobId, States = { RotationStepState.Updated }, PageSize = 1 }),
        (HealthCheckRequest.Descriptor, _ => new HealthCheckRequest { Service = JobService.Descriptor.FullName }),
        (HealthCheckRequest.Descriptor, _ => new HealthCheckRequest()),
        (ServerReflectionRequest.Descriptor, _ => new ServerReflectionRequest { FileContainingSymbol = "grpcrefresh.v1.Job" }),
    }.ToLookup(sample => sample.Type, sample => sample.Make);

    /// <summary>A request of a method: a good one, or any. It changes nothing, unless what spoils it makes it so.</summary>
    public static IMessage RequestOf(MethodDescriptor method, FuzzWorld world, Random random)
    {
        var good = Good[method.InputType].ToList();
        var request = good.Count == 0 || random.OneIn(4) ? OddMessage.Of(method.InputType, random) : random.Of(good)(world);
        method.InputType.FindFieldByName("validate_only")?.Accessor.SetValue(request, true);
        return request;
    }
}

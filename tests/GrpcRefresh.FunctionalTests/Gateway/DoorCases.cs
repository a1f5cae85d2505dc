using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.FunctionalTests.Rotation;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>The table: every method, what it answers, and each way it refuses. One answer is expected, by whichever door.</summary>
internal static class DoorCases
{
    private const string Unknown = "11111111-2222-3333-4444-555555555555";

    private static readonly MethodDescriptor Refresh = In(RefreshService.Descriptor, "RefreshResource");
    private static readonly MethodDescriptor Resolve = In(RefreshService.Descriptor, "ResolveResource");
    private static readonly MethodDescriptor Sync = In(RefreshService.Descriptor, "SyncCatalog");
    private static readonly MethodDescriptor Resources = In(RefreshService.Descriptor, "ListResources");
    private static readonly MethodDescriptor Get = In(JobService.Descriptor, "GetJob");
    private static readonly MethodDescriptor Jobs = In(JobService.Descriptor, "ListJobs");
    private static readonly MethodDescriptor Wait = In(JobService.Descriptor, "WaitJob");
    private static readonly MethodDescriptor Watch = In(JobService.Descriptor, "WatchJob");
    private static readonly MethodDescriptor WatchMany = In(JobService.Descriptor, "WatchJobs");
    private static readonly MethodDescriptor Cancel = In(JobService.Descriptor, "CancelJob");
    private static readonly MethodDescriptor Rotate = In(CredentialService.Descriptor, "RotateConnectionCredentials");
    private static readonly MethodDescriptor Connections = In(CredentialService.Descriptor, "ListConnections");
    private static readonly MethodDescriptor Steps = In(CredentialService.Descriptor, "ListRotationSteps");

    /// <summary>Those that both doors have.</summary>
    public static IReadOnlyList<MethodDescriptor> Methods { get; } =
        [.. new[] { RefreshService.Descriptor, JobService.Descriptor, CredentialService.Descriptor }.SelectMany(service => service.Methods)];

    public static IReadOnlyList<DoorCase> All { get; } =
    [
        new("a refresh that was asked for before", Refresh, world => new RefreshResourceRequest
        {
            Resource = Datasource("Orders", "Sales"),
            RequestId = world.RequestId,
            Labels = { ["run"] = "nächtlich & schnell=50%+1", ["z"] = "🚀" },
            OnBehalfOf = new OnBehalfOf { User = "ETL_SVC", Task = "DB.SCHEMA.\"ü\"" },
        }),
        new("a refresh that is only checked", Refresh, _ => new RefreshResourceRequest { Resource = Datasource("Orders", "Sales"), ValidateOnly = true })
        {
            Of = response => ((RefreshResourceResponse)response).Job.Resource,
        },
        new("a request_id with another body", Refresh, world => new RefreshResourceRequest { Resource = Workbook("Pipeline", "Sales", "EMEA"), RequestId = world.RequestId }, "REQUEST_ID_REUSED"),
        new("a refresh of what is being refreshed", Refresh, _ => new RefreshResourceRequest { Resource = Workbook("Pipeline", "Sales", "EMEA"), Freshness = Freshness.RejectIfActive }, "ALREADY_RUNNING"),
        new("a refresh of nothing", Refresh, _ => new RefreshResourceRequest(), "INVALID_REQUEST"),
        new("a refresh with much that is bad", Refresh, _ => new RefreshResourceRequest
        {
            Resource = new ResourceRef { Luid = "nine" }, RequestId = "once", Mode = (RefreshMode)9, Labels = { ["Key"] = "x", ["a"] = new string('ß', 300) },
        }, "INVALID_REQUEST"),
        new("a refresh at a site that is not configured", Refresh, _ => new RefreshResourceRequest { Resource = new ResourceRef { Type = ResourceType.Workbook, Site = "nirgendwo/🚀", Luid = Unknown } }, "SITE_NOT_CONFIGURED"),
        new("content by name", Resolve, _ => new ResolveResourceRequest { Resource = Datasource("Orders", "Sales") }),
        new("a name that several have", Resolve, _ => new ResolveResourceRequest { Resource = Workbook("Regional Overview", "Sales") }, "RESOURCE_AMBIGUOUS"),
        new("a name that nothing has", Resolve, _ => new ResolveResourceRequest { Resource = Datasource("Order", "Sales") }, "RESOURCE_NOT_FOUND"),
        new("a name in other letters", Resolve, _ => new ResolveResourceRequest { Resource = Datasource("\"\\\u0001 日本語 \u2028 🚀 ' <b>", "Säles/%2F") }, "INVALID_REQUEST"),
        new("a page of content", Resources, _ => new ListResourcesRequest { Type = ResourceType.Workbook, PageSize = 2 }),
        new("content with a text in its name", Resources, _ => new ListResourcesRequest { Type = ResourceType.Datasource, NameContains = "or" }),
        new("content of no kind", Resources, _ => new ListResourcesRequest(), "INVALID_REQUEST"),
        new("a page of a negative size", Resources, _ => new ListResourcesRequest { Type = ResourceType.Workbook, PageSize = -1 }, "INVALID_REQUEST"),
        new("a sync that is only checked", Sync, _ => new SyncCatalogRequest { Server = "default", Sites = { "" }, ValidateOnly = true, OnBehalfOf = new OnBehalfOf { User = "ETL_SVC" } }),
        new("a sync of a site that is not configured", Sync, _ => new SyncCatalogRequest { Sites = { "nowhere" } }, "SITE_NOT_CONFIGURED"),
        new("a sync of a name that is none", Sync, _ => new SyncCatalogRequest { Sites = { "", "\u0001" } }, "INVALID_REQUEST"),
        new("a job", Get, world => new GetJobRequest { JobId = world.Ended.JobId }),
        new("a job that nobody knows", Get, _ => new GetJobRequest { JobId = "nobody" }, "JOB_NOT_FOUND"),
        new("a job with an odd name", Get, _ => new GetJobRequest { JobId = "a:wait /%2F?#ü" }, "JOB_NOT_FOUND"),
        new("a job with too long a name", Get, _ => new GetJobRequest { JobId = new string('x', 65) }, "INVALID_REQUEST"),
        new("a page of jobs", Jobs, _ => new ListJobsRequest { PageSize = 1 }) { Of = response => ((ListJobsResponse)response).Jobs },
        new("jobs by everything there is", Jobs, world => new ListJobsRequest
        {
            Filter = new JobFilter
            {
                States = { JobState.Succeeded, JobState.Failed },
                Kinds = { JobKind.Refresh },
                Sites = { "" },
                Resource = world.Ended.Resource.Ref,
                Labels = { ["run"] = "nächtlich & schnell=50%+1", ["z"] = "🚀" },
                CreatedAfter = new Timestamp { Seconds = 1_700_000_000, Nanos = 123_456_789 },
            },
        }),
        new("jobs by a content without luid", Jobs, _ => new ListJobsRequest { Filter = new JobFilter { Resource = Datasource("Orders", "Sales") } }, "INVALID_REQUEST"),
        new("jobs in an unknown state", Jobs, _ => new ListJobsRequest { Filter = new JobFilter { States = { (JobState)99 } } }, "INVALID_REQUEST"),
        new("jobs after a token of nobody's", Jobs, _ => new ListJobsRequest { PageToken = "nobody's" }, "INVALID_REQUEST"),
        new("a wait for what has ended", Wait, world => new WaitJobRequest { JobId = world.Ended.JobId }),
        new("a wait of no time", Wait, world => new WaitJobRequest { JobId = world.Running.JobId, Timeout = new Duration() }) { Of = response => ((WaitJobResponse)response).Job.JobId },
        new("a wait of less than no time", Wait, world => new WaitJobRequest { JobId = world.Ended.JobId, Timeout = new Duration { Seconds = -1 } }, "INVALID_REQUEST"),
        new("a wait for nobody", Wait, _ => new WaitJobRequest { JobId = "nobody" }, "JOB_NOT_FOUND"),
        new("a watch of what has ended", Watch, world => new WatchJobRequest { JobId = world.Ended.JobId, Heartbeat = new Duration { Seconds = 1, Nanos = 500_000_000 } }),
        new("a watch after the end", Watch, world => new WatchJobRequest { JobId = world.Ended.JobId, ResumeToken = world.LastToken }),
        new("a watch of a rotation", Watch, world => new WatchJobRequest { JobId = world.Rotation.JobId }),
        new("a watch with a token of another's", Watch, world => new WatchJobRequest { JobId = world.Running.JobId, ResumeToken = world.LastToken }, "INVALID_REQUEST"),
        new("a watch that beats too often", Watch, world => new WatchJobRequest { JobId = world.Running.JobId, Heartbeat = new Duration { Nanos = 1 } }, "INVALID_REQUEST"),
        new("a watch of nobody", Watch, _ => new WatchJobRequest { JobId = "nobody" }, "JOB_NOT_FOUND"),
        new("a watch of many", WatchMany, world => new WatchJobsRequest { Filter = new JobFilter { Resource = world.Running.Resource.Ref } })
        {
            Of = message => ((WatchJobsResponse)message).Job?.JobId ?? "",
            IsLast = message => ((WatchJobsResponse)message).Event == WatchEvent.Bookmark,
        },
        new("a watch of many that is bad", WatchMany, _ => new WatchJobsRequest { Filter = new JobFilter { Sites = { new string('s', 300) } }, ResumeToken = "x" }, "INVALID_REQUEST"),
        new("a cancel of what was cancelled before", Cancel, world => new CancelJobRequest { JobId = world.Withdrawn.JobId, RequestId = world.WithdrawnRequestId })
        {
            Of = response => ((CancelJobResponse)response).Job is { State: JobState.Cancelling or JobState.Cancelled } job ? job.JobId : response,
        },
        new("a cancel of what has ended", Cancel, world => new CancelJobRequest { JobId = world.Ended.JobId }, "JOB_ENDED"),
        new("a cancel of nobody", Cancel, _ => new CancelJobRequest { JobId = "nobody" }, "JOB_NOT_FOUND"),
        new("a cancel of a request that was never made", Cancel, world => new CancelJobRequest { JobId = world.Running.JobId, RequestId = Unknown }, "INVALID_REQUEST"),
        new("a rotation that was asked for before", Rotate, world => world.RotationRequest()),
        new("a rotation of nothing", Rotate, _ => new RotateConnectionCredentialsRequest(), "INVALID_REQUEST"),
        new("a rotation without a fitting connection", Rotate, _ => RotationCalls.Request("NOBODY_SVC", "secret"), "NOTHING_TO_ROTATE"),
        new("a rotation with a secret of no name", Rotate, _ => new RotateConnectionCredentialsRequest(RotationCalls.Request(RotationCalls.Operations, "x")) { Credential = new Credential { SecretRef = "näme" } }, "SECRET_NOT_CONFIGURED"),
        new("connections", Connections, _ => new ListConnectionsRequest { PageSize = 3 }),
        new("connections by everything there is", Connections, _ => new ListConnectionsRequest
        {
            Selector = new ConnectionSelector
            {
                Server = "default", Sites = { "" }, AccountHost = RotationCalls.Host, AccountAliases = { "xy12345.eu-central-1.snowflakecomputing.com" }, UserName = RotationCalls.Operations,
                AuthenticationKinds = { AuthenticationKind.Password }, ItemTypes = { ConnectionItemType.Workbook, ConnectionItemType.Datasource }, Projects = { "Operations", "A%2FB/C" },
            },
            AllConnectionTypes = true,
        }),
        new("connections of a site that is not configured", Connections, _ => new ListConnectionsRequest { Selector = new ConnectionSelector { Sites = { "nowhere" } } }, "SITE_NOT_CONFIGURED"),
        new("steps", Steps, world => new ListRotationStepsRequest { JobId = world.Rotation.JobId }),
        new("steps in some states", Steps, world => new ListRotationStepsRequest { JobId = world.Rotation.JobId, States = { RotationStepState.Updated, RotationStepState.Skipped }, PageSize = 2 }),
        new("steps of what is no rotation", Steps, world => new ListRotationStepsRequest { JobId = world.Ended.JobId }, "JOB_NOT_FOUND"),
    ];

    private static MethodDescriptor In(ServiceDescriptor service, string name) => service.FindMethodByName(name);
}

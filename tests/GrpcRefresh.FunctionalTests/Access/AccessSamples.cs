using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Rotation;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Access;

/// <summary>A call of every method. A new method needs one here, or the matrix fails.</summary>
internal static class AccessSamples
{
    public static readonly IReadOnlyDictionary<string, AccessSample> All = new Dictionary<string, AccessSample>
    {
        ["RefreshService.RefreshResource"] = new(
            async (world, options) => await world.Refreshes.RefreshResourceAsync(
                new RefreshResourceRequest { Resource = AccessWorld.Shipments, ValidateOnly = true }, options),
            ErrorReason.PermissionDenied),
        ["RefreshService.ResolveResource"] = new(
            async (world, options) => await world.Refreshes.ResolveResourceAsync(new ResolveResourceRequest { Resource = AccessWorld.Shipments }, options),
            ErrorReason.PermissionDenied),
        ["RefreshService.ListResources"] = new(ListResourcesAsync, null) { OutsideSite = ErrorReason.PermissionDenied },
        ["RefreshService.SyncCatalog"] = new(
            async (world, options) => await world.Refreshes.SyncCatalogAsync(new SyncCatalogRequest(), options), ErrorReason.PermissionDenied)
        {
            NeedsWholeSites = true,
            Inside = ErrorReason.SnowflakeNotConfigured,
        },
        ["JobService.GetJob"] = new(
            async (world, options) => await world.Jobs.GetJobAsync(new GetJobRequest { JobId = world.RefreshJobId }, options), ErrorReason.JobNotFound),
        ["JobService.ListJobs"] = new(ListJobsAsync, null),
        ["JobService.WaitJob"] = new(
            async (world, options) => await world.Jobs.WaitJobAsync(new WaitJobRequest { JobId = world.RefreshJobId }, options), ErrorReason.JobNotFound),
        ["JobService.WatchJob"] = new(WatchJobAsync, ErrorReason.JobNotFound),
        ["JobService.WatchJobs"] = new(WatchJobsAsync, null),
        ["JobService.CancelJob"] = new(
            async (world, options) => await world.Jobs.CancelJobAsync(new CancelJobRequest { JobId = world.WaitingJobId, ForAll = true }, options),
            ErrorReason.JobNotFound)
        {
            Needs = Role.Admin,
        },
        ["CredentialService.RotateConnectionCredentials"] = new(RotateAsync, ErrorReason.NothingToRotate),
        ["CredentialService.ListConnections"] = new(ListConnectionsAsync, null),
        ["CredentialService.ListRotationSteps"] = new(
            async (world, options) => await world.Credentials.ListRotationStepsAsync(new ListRotationStepsRequest { JobId = world.RotationJobId }, options),
            ErrorReason.JobNotFound)
        {
            AsksAboutRotation = true,
        },
        ["Health.Check"] = new(
            async (world, options) => await new Health.HealthClient(world.Channel).CheckAsync(new HealthCheckRequest { Service = JobService.Descriptor.FullName }, options), null),
        ["Health.Watch"] = new(WatchHealthAsync, null),
        ["ServerReflection.ServerReflectionInfo"] = new(ReflectAsync, null),
    };

    /// <summary>A rotation that makes a token; not in the matrix of methods, since the same method is there.</summary>
    public static readonly AccessSample Token = new((world, options) => RotateByTokenAsync(world, options, validateOnly: false), null);

    public static readonly AccessSample TokenRehearsal = new((world, options) => RotateByTokenAsync(world, options, validateOnly: true), null);

    private static async Task RotateByTokenAsync(AccessWorld world, CallOptions options, bool validateOnly)
    {
        var request = RotationCalls.Request(RotationCalls.Operations, "new");
        request.Credential = new Credential { SnowflakeToken = new SnowflakeToken { User = "OPERATIONS_SVC" } };
        request.ValidateOnly = validateOnly;
        await world.Credentials.RotateConnectionCredentialsAsync(request, options);
    }

    private static async Task WatchHealthAsync(AccessWorld world, CallOptions options)
    {
        using var call = new Health.HealthClient(world.Channel).Watch(new HealthCheckRequest(), options);
        Assert.True(await call.ResponseStream.MoveNext(default));
    }

    private static async Task ReflectAsync(AccessWorld world, CallOptions options)
    {
        using var call = new ServerReflection.ServerReflectionClient(world.Channel).ServerReflectionInfo(options);
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(default));
    }

    private static async Task ListResourcesAsync(AccessWorld world, CallOptions options)
    {
        var page = await world.Refreshes.ListResourcesAsync(new ListResourcesRequest { Type = ResourceType.Datasource }, options);
        world.Saw(page.Resources.Any(resource => resource.Name == "Shipments"));
    }

    private static async Task ListJobsAsync(AccessWorld world, CallOptions options)
    {
        var page = await world.Jobs.ListJobsAsync(new ListJobsRequest(), options);
        world.Saw(page.Jobs.Any(job => job.JobId == world.RefreshJobId));
    }

    private static async Task WatchJobAsync(AccessWorld world, CallOptions options)
    {
        using var call = world.Jobs.WatchJob(new WatchJobRequest { JobId = world.RefreshJobId }, options);
        await call.ResponseStream.MoveNext(default);
    }

    /// <summary>The jobs that are active, up to the bookmark behind them.</summary>
    private static async Task WatchJobsAsync(AccessWorld world, CallOptions options)
    {
        using var call = world.Jobs.WatchJobs(new WatchJobsRequest(), options);
        var seen = new List<string>();
        await foreach (var happened in call.ResponseStream.ReadAllAsync())
        {
            if (happened.Event == WatchEvent.Bookmark)
            {
                break;
            }

            seen.Add(happened.Job.JobId);
        }

        world.Saw(seen.Contains(world.WaitingJobId));
    }

    private static async Task RotateAsync(AccessWorld world, CallOptions options)
    {
        var request = RotationCalls.Request(RotationCalls.Operations, "new");
        request.ValidateOnly = true;
        request.Verification = Verification.None;
        var answer = await world.Credentials.RotateConnectionCredentialsAsync(request, options);
        world.Saw(answer.Plan.Steps.Any(step => step.Connection.ItemName == "Shipments"));
    }

    private static async Task ListConnectionsAsync(AccessWorld world, CallOptions options)
    {
        var page = await world.Credentials.ListConnectionsAsync(new ListConnectionsRequest(), options);
        world.Saw(page.Connections.Any(connection => connection.ItemName == "Shipments"));
    }
}

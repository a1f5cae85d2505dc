using Google.Protobuf;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>The rest of the table, for which there have to be callers: who may not, or not so much, is told so alike at both doors.</summary>
public sealed class CallerDoorTests(CallerDoorWorld world) : IClassFixture<CallerDoorWorld>
{
    private static readonly RefreshResourceRequest Refresh = new() { Resource = CallerDoorWorld.Orders };

    private static readonly IReadOnlyList<DoorCase> Table =
    [
        Case("content by name", "viewer", "ResolveResource", new ResolveResourceRequest { Resource = Refresh.Resource }, "OK"),
        Case("no credential", null, "ResolveResource", new ResolveResourceRequest { Resource = Refresh.Resource }, "UNAUTHENTICATED"),
        Case("no credential, and a stream", null, "WatchJobs", new WatchJobsRequest(), "UNAUTHENTICATED"),
        Case("an unknown key", "stranger", "RefreshResource", Refresh, "UNAUTHENTICATED"),
        Case("a revoked key", "gone", "ListJobs", new ListJobsRequest(), "UNAUTHENTICATED"),
        Case("a role that is too little", "viewer", "RefreshResource", Refresh, "PERMISSION_DENIED"),
        Case("a role that is too little for a rotation", "refresher", "RotateConnectionCredentials", new RotateConnectionCredentialsRequest(), "PERMISSION_DENIED"),
        Case("a cancel for all by one who is no admin", "refresher", "CancelJob", new CancelJobRequest { JobId = CallerDoorWorld.ItsJob, ForAll = true }, "PERMISSION_DENIED"),
        Case("a cancel of another's job", "other", "CancelJob", new CancelJobRequest { JobId = CallerDoorWorld.ItsJob }, "PERMISSION_DENIED"),
        Case("content outside of the scope", "narrow", "RefreshResource", Refresh, "PERMISSION_DENIED"),
        Case("a job outside of the scope", "narrow", "GetJob", new GetJobRequest { JobId = CallerDoorWorld.ItsJob }, "JOB_NOT_FOUND"),
        Case("one stream more than a caller may have", "busy", "WatchJobs", new WatchJobsRequest(), "RATE_LIMITED"),
        Case("one wait more than a caller may have", "busy", "WaitJob", new WaitJobRequest { JobId = CallerDoorWorld.ItsJob }, "RATE_LIMITED"),
    ];

    public static TheoryData<string> Cases => [.. Table.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Both_doors_refuse_the_same(string name)
    {
        var asked = Table.Single(one => one.Name == name);
        var request = world.Fill(asked.Request(null!));
        var credential = asked.Caller is { } caller ? world.KeyOf(caller) : null;

        var grpc = await GrpcDoor.AskAsync(world.Gateway.Service.Channel.CreateCallInvoker(), asked, request, credential);
        var json = await JsonDoor.AskAsync(world.Gateway.Http, asked, request, credential);

        Assert.Equal(asked.Outcome, grpc.Refusal is { } refusal ? Assert.Single(refusal.All<ErrorInfo>()).Reason : "OK");
        Assert.Equal(grpc.Refusal, json.Refusal);
        Assert.Equal(grpc.Messages, json.Messages);
    }

    private static DoorCase Case(string name, string? caller, string method, IMessage request, string outcome) =>
        new(name, DoorCases.Methods.Single(one => one.Name == method), _ => request, outcome) { Caller = caller };
}

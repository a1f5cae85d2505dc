using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Requests of JobService: either all of a request is good, or its caller hears of everything that is not.</summary>
internal static class JobRequests
{
    public static string Read(GetJobRequest request) =>
        FieldErrors.Check(errors => IdFields.ReadJobId(request.JobId, errors));

    public static (JobQuery Query, int PageSize, string PageToken) Read(ListJobsRequest request, Caller caller) =>
        FieldErrors.Check(errors => (
            JobFilterFields.Read(request.Filter, errors) with { Viewer = caller },
            PageFields.ReadSize(request.PageSize, errors),
            PageFields.ReadToken(request.PageToken, "page_token", errors)));

    public static (string JobId, TimeSpan Timeout) Read(WaitJobRequest request) =>
        FieldErrors.Check(errors => (
            IdFields.ReadJobId(request.JobId, errors),
            TimeFields.ReadTimeout(request.Timeout, errors)));

    public static (string JobId, string ResumeToken, TimeSpan Heartbeat) Read(WatchJobRequest request) =>
        FieldErrors.Check(errors => (
            IdFields.ReadJobId(request.JobId, errors),
            PageFields.ReadToken(request.ResumeToken, "resume_token", errors),
            TimeFields.ReadHeartbeat(request.Heartbeat, errors)));

    public static (JobQuery Query, string ResumeToken, TimeSpan Heartbeat) Read(WatchJobsRequest request, Caller caller) =>
        FieldErrors.Check(errors => (
            JobFilterFields.Read(request.Filter, errors) with { Viewer = caller },
            PageFields.ReadToken(request.ResumeToken, "resume_token", errors),
            TimeFields.ReadHeartbeat(request.Heartbeat, errors)));

    public static WithdrawalRequest Read(CancelJobRequest request, Caller caller) =>
        FieldErrors.Check(errors => new WithdrawalRequest(
            IdFields.ReadJobId(request.JobId, errors),
            IdFields.ReadRequestId(request.RequestId, errors),
            request.ForAll,
            caller));
}

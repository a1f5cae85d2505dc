using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.Tests.Rpc.Errors;

public sealed class FailureStatusTests
{
    [Fact]
    public void A_failure_carries_its_reason_and_metadata_in_exactly_one_ErrorInfo()
    {
        var failure = new Failure(ErrorReason.JobNotFound, "There is no job 42.")
        {
            Metadata = new Dictionary<string, string> { ["job_id"] = "42" },
        };

        var status = FailureStatus.Of(failure);

        Assert.Equal((int)Google.Rpc.Code.NotFound, status.Code);
        Assert.Equal("There is no job 42.", status.Message);
        Assert.Equal("type.googleapis.com/google.rpc.ErrorInfo", Assert.Single(status.Details).TypeUrl);
        var info = Assert.Single(status.All<ErrorInfo>());
        Assert.Equal("grpcrefresh", info.Domain);
        Assert.Equal("JOB_NOT_FOUND", info.Reason);
        Assert.Equal("42", info.Metadata["job_id"]);
    }

    [Fact]
    public void A_wait_becomes_RetryInfo()
    {
        var status = FailureStatus.Of(new Failure(ErrorReason.TableauThrottled, "Slow down.") { RetryAfter = TimeSpan.FromSeconds(90.5) });

        Assert.Equal(TimeSpan.FromSeconds(90.5), Assert.Single(status.All<RetryInfo>()).RetryDelay.ToTimeSpan());
    }

    [Fact]
    public void Bad_fields_become_one_BadRequest()
    {
        var status = FailureStatus.Of(new Failure(ErrorReason.InvalidRequest, "Two fields are bad.")
        {
            Fields = [new("resource.luid", "is not a UUID"), new("labels", "has 17 labels")],
        });

        Assert.Equal(
            [("resource.luid", "is not a UUID"), ("labels", "has 17 labels")],
            Assert.Single(status.All<BadRequest>()).FieldViolations.Select(bad => (bad.Field, bad.Description)));
    }

    [Fact]
    public void Each_subject_becomes_a_ResourceInfo()
    {
        var status = FailureStatus.Of(new Failure(ErrorReason.ResourceAmbiguous, "Two fit.")
        {
            Subjects = [new("workbook", "luid-1", "ann", "Sales/Orders"), new("workbook", "luid-2", "", "Sales/Old/Orders")],
        });

        Assert.Equal(
            [("workbook", "luid-1", "ann", "Sales/Orders"), ("workbook", "luid-2", "", "Sales/Old/Orders")],
            status.All<ResourceInfo>().Select(info => (info.ResourceType, info.ResourceName, info.Owner, info.Description)));
    }
}

using Google.Protobuf;
using Grpc.Core;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;
using Status = Grpc.Core.Status;

namespace GrpcRefresh.Tests.Rpc.Errors;

public sealed class RefusalTests
{
    [Fact]
    public void A_refusal_says_the_same_in_its_status_and_in_its_details()
    {
        var refusal = Refusal.Of(new Failure(ErrorReason.AlreadyRunning, "It runs.") { RetryAfter = TimeSpan.FromSeconds(5) });

        Assert.Equal(new Status(StatusCode.Aborted, "It runs."), refusal.Status);
        Assert.Equal((int)StatusCode.Aborted, refusal.Details().Code);
        Assert.Equal("It runs.", refusal.Details().Message);
        Assert.Equal("ALREADY_RUNNING", refusal.Info().Reason);
        Assert.Single(refusal.Details().All<RetryInfo>());
    }

    [Fact]
    public void A_long_message_is_cut_between_characters()
    {
        var refusal = Refusal.Of(new Failure(ErrorReason.TableauRefused, new string('a', 298) + "😀😀"));

        Assert.Equal(new string('a', 298) + "…", refusal.Status.Detail);
    }

    [Fact]
    public void A_long_path_does_not_make_the_reason_too_long_to_arrive()
    {
        var path = string.Join('/', Enumerable.Repeat(new string('項', 256), 21));

        var refusal = Refusal.Of(new Failure(ErrorReason.ResourceNotFound, $"There is no {path}.")
        {
            Metadata = new Dictionary<string, string> { ["resource"] = path, ["candidates"] = path },
            Subjects = [new FailureSubject("workbook", path, "", "not found")],
        });

        Assert.InRange(refusal.Details().CalculateSize(), 1, 4_096);
        Assert.Equal("RESOURCE_NOT_FOUND", refusal.Info().Reason);
        Assert.Equal(300, refusal.Info().Metadata["resource"].Length);
    }

    [Fact]
    public void Details_that_clients_would_not_take_are_dropped_from_the_end()
    {
        var refusal = Refusal.Of(new Failure(ErrorReason.ResourceAmbiguous, "Ten fit.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
            Subjects = [.. Enumerable.Range(0, 10).Select(i => new FailureSubject("workbook", $"luid-{i}", "ann", new string('x', 1_000)))],
        });

        Assert.InRange(refusal.Details().CalculateSize(), 1, 4_096);
        Assert.Equal("RESOURCE_AMBIGUOUS", refusal.Info().Reason);
        Assert.Equal(["luid-0", "luid-1", "luid-2"], refusal.Details().All<ResourceInfo>().Select(info => info.ResourceName));
    }

    [Fact]
    public void Of_too_many_bad_fields_some_arrive()
    {
        var refusal = Refusal.Of(new Failure(ErrorReason.InvalidRequest, "states[0]: must be one of many")
        {
            Fields = [.. Enumerable.Range(0, 20).Select(i => new FieldViolation($"states[{i}]", $"must be one of {new string('x', 500)}"))],
        });

        Assert.InRange(refusal.Details().CalculateSize(), 1, 4_096);
        Assert.Equal(7, Assert.Single(refusal.Details().All<BadRequest>()).FieldViolations.Count);
    }

    [Fact]
    public void All_bad_fields_that_a_request_can_show_fit()
    {
        var request = new ListJobsRequest { Filter = new JobFilter() };
        request.Filter.Sites.AddRange(Enumerable.Range(0, 100).Select(i => new string('ä', 257)));

        var refused = Assert.Throws<RefusedException>(() => JobRequests.Read(request, SomeCaller.Anonymous));

        Assert.Equal(FieldErrors.MostShown, Refusal.Of(refused.Failure).Details().All<BadRequest>().Single().FieldViolations.Count);
    }
}

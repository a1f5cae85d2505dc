using Grpc.Core;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.Tests.Rpc.Errors;

public sealed class CallFailuresTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ListLogger<CallFailures> _log = new();

    [Fact]
    public void A_refusal_is_the_callers_business_and_logged_as_information()
    {
        var exception = Translate(RefusedException.InvalidField("job_id", "is required"), new FakeCall());

        Assert.Equal(StatusCode.InvalidArgument, exception.StatusCode);
        Assert.Equal((LogLevel.Information, "/grpcrefresh.v1.JobService/GetJob refused: InvalidRequest: job_id: is required", null), Assert.Single(_log.Lines));
    }

    [Fact]
    public void A_fault_tells_its_incident_and_nothing_else()
    {
        var fault = new InvalidOperationException("the secret is hunter2");

        var exception = Translate(fault, new FakeCall());

        var incident = exception.Info().Metadata["incident"];
        Assert.Equal(StatusCode.Internal, exception.StatusCode);
        Assert.Equal("INTERNAL", exception.Info().Reason);
        Assert.Contains(incident, exception.Status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", exception.Details().ToString(), StringComparison.Ordinal);
        var (level, message, logged) = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains(incident, message, StringComparison.Ordinal);
        Assert.Same(fault, logged);
    }

    [Fact]
    public void A_fault_is_logged_with_its_request_but_without_the_secrets_in_it()
    {
        var request = new RotateConnectionCredentialsRequest
        {
            Selector = new ConnectionSelector { AccountHost = "xyz.snowflakecomputing.com" },
            Credential = new Credential { Inline = new InlineCredential { UserName = "svc", Secret = "hunter2", PreviousSecret = "hunter1" } },
        };

        Translate(new IOException(), new FakeCall(), request);

        var (_, message, _) = Assert.Single(_log.Lines);
        Assert.Contains("xyz.snowflakecomputing.com", message, StringComparison.Ordinal);
        Assert.Contains("***", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_request_is_cut_in_the_log()
    {
        Translate(new IOException(), new FakeCall(), new GetJobRequest { JobId = new string('j', 100_000) });

        Assert.InRange(Assert.Single(_log.Lines).Message.Length, 2_000, 2_200);
    }

    [Fact]
    public void Two_faults_are_two_incidents() => Assert.NotEqual(
        Translate(new IOException(), new FakeCall()).Info().Metadata["incident"],
        Translate(new IOException(), new FakeCall()).Info().Metadata["incident"]);

    [Fact]
    public void A_caller_who_left_is_not_worth_a_line()
    {
        var call = new FakeCall();
        call.Leave();

        Assert.Equal(StatusCode.Cancelled, Translate(new OperationCanceledException(), call).StatusCode);
        Assert.All(_log.Lines, line => Assert.Equal(LogLevel.Debug, line.Level));
    }

    [Fact]
    public void A_deadline_that_passed_is_told_apart_from_a_caller_who_left()
    {
        var call = new FakeCall { Until = Now.UtcDateTime };
        call.Leave();

        Assert.Equal(StatusCode.DeadlineExceeded, Translate(new OperationCanceledException(), call).StatusCode);
    }

    [Fact]
    public void A_cancellation_that_nobody_asked_for_is_a_fault() =>
        Assert.Equal(StatusCode.Internal, Translate(new OperationCanceledException(), new FakeCall()).StatusCode);

    [Fact]
    public void A_cancellation_by_the_shutdown_is_an_invitation_to_come_back()
    {
        _stopping.Cancel();

        var exception = Translate(new OperationCanceledException(), new FakeCall());

        Assert.Equal(StatusCode.Unavailable, exception.StatusCode);
        Assert.Equal("SERVICE_DRAINING", exception.Info().Reason);
        Assert.InRange(exception.Details().All<RetryInfo>().Single().RetryDelay.ToTimeSpan(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        Assert.All(_log.Lines, line => Assert.Equal(LogLevel.Debug, line.Level));
    }

    public void Dispose() => _stopping.Dispose();

    private RpcException Translate(Exception exception, FakeCall call, object? request = null) =>
        new CallFailures(new Drain(_stopping.Token), Measuring.Rpc, new ManualClock(Now), _log).Translate(exception, call, request);
}

using System.Text.Json;
using GrpcRefresh.Client;
using GrpcRefresh.V1;
using static GrpcRefresh.Tests.Client.ClientWorkbench;

namespace GrpcRefresh.Tests.Client;

/// <summary>A request shows everything but its secrets, whoever prints it and however.</summary>
public sealed class RotationSecretTests
{
    private const string Secret = "canary-4711";

    private static readonly RotationCredential Inline = RotationCredential.Inline($"{Secret}-new", "OPS", $"{Secret}-old");

    private static readonly RotationRequest Request = new()
    {
        Selector = new ConnectionSelector { AccountHost = "acme" },
        Credential = Inline,
        CredentialsByUser = new Dictionary<string, RotationCredential> { ["OPS"] = Inline },
    };

    [Fact]
    public void A_request_prints_stars_for_its_secrets()
    {
        Assert.Equal("user 'OPS', secret ***, previous secret ***", Inline.ToString());
        Assert.Contains("Credential = user 'OPS', secret ***", Request.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, Request.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_serializer_finds_no_secret() => Assert.DoesNotContain(Secret, JsonSerializer.Serialize(Request), StringComparison.Ordinal);

    [Fact]
    public void The_name_of_a_configured_credential_is_no_secret() =>
        Assert.Equal("configured as 'ops'", RotationCredential.Configured("ops").ToString());

    [Fact]
    public void A_token_that_the_service_makes_has_no_secret_to_show() => Assert.Equal(
        "a token of Snowflake user 'OPS' that the service makes", RotationCredential.FromSnowflake(new SnowflakeToken { User = "OPS" }).ToString());

    [Fact]
    public async Task No_exception_tells_the_secret()
    {
        var bench = new ClientWorkbench();
        bench.Calls.Then([.. Enumerable.Repeat(Unreachable, 5), Refused(ErrorReason.InvalidRequest)]);

        var lost = await Assert.ThrowsAsync<GrpcRefreshException>(() => bench.Client.RotateAsync(Request));
        var refused = await Assert.ThrowsAsync<GrpcRefreshException>(() => bench.Client.PlanRotationAsync(Request));

        Assert.DoesNotContain(Secret, $"{lost} {refused}", StringComparison.Ordinal);
        Assert.Contains(Secret, $"{bench.Calls.Requests[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_secret_is_refused_at_once()
    {
        Assert.Throws<ArgumentException>(() => RotationCredential.Inline(""));
        Assert.Throws<ArgumentException>(() => RotationCredential.Configured(""));
    }
}

using GrpcRefresh.Server.Rotation;
using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc.Requests;

public sealed class RotationReadingTests
{
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private static readonly Dictionary<string, (Action<RotateConnectionCredentialsRequest> Spoil, string[] Fields)> Bad = new()
    {
        // It would choose every connection of every user.
        ["no selector"] = (request => request.Selector = null, ["selector", "selector.user_name"]),
        ["an empty selector"] = (request => request.Selector = new ConnectionSelector(), ["selector", "selector.user_name"]),
        ["no selector, and users"] = (request => (request.Selector, request.Credential) = (null, ByUser(request)), ["selector"]),
        ["an account without a user"] = (request => request.Selector.UserName = "", ["selector.user_name"]),
        ["a user without an account"] = (request => request.Selector.AccountHost = "", ["selector"]),
        ["no credential"] = (request => request.Credential = null, ["credential"]),
        ["two ways to give credentials"] = (request => request.CredentialsByUser["SVC"] = Some(), ["credential"]),
        ["too many canaries"] = (request => request.CanaryCount = 101, ["canary_count"]),
        ["too many failures"] = (request => request.MaxFailures = 1_000_001, ["max_failures"]),
        ["too many at a time"] = (request => request.MaxParallel = 17, ["max_parallel"]),
        ["negative numbers"] = (
            request => (request.CanaryCount, request.MaxFailures, request.MaxParallel) = (-1, -1, -1), ["canary_count", "max_failures", "max_parallel"]),
        ["unknown words"] = (
            request => (request.OldSecret, request.Verification, request.OnFailure) = ((OldSecret)9, (Verification)9, (OnFailure)9),
            ["old_secret", "verification", "on_failure"]),
        ["a request_id that is no UUID"] = (request => request.RequestId = "again", ["request_id"]),
        ["a long name to ask for"] = (request => request.OnBehalfOf = new OnBehalfOf { User = new string('u', 257) }, ["on_behalf_of.user"]),
    };

    public static TheoryData<string> BadCases => [.. Bad.Keys];

    [Theory]
    [MemberData(nameof(BadCases))]
    public void A_bad_request_is_refused_by_its_fields(string what)
    {
        var request = Good();
        Bad[what].Spoil(request);

        Assert.Equal(Bad[what].Fields.Order(), BadFields.Of(() => RotationRequests.Read(request, SomeCaller.Anonymous, Overlap)).Order());
    }

    [Fact]
    public void What_is_left_out_is_the_documented_default() => Assert.Equal(
        new RotationTerms(OldSecret.Unknown, Verification.RefreshCanary, OnFailure.Stop, CanaryCount: 1, MaxFailures: 1, MaxParallel: 4),
        RotationRequests.Read(Good(), SomeCaller.Anonymous, Overlap).Terms);

    [Fact]
    public void With_a_token_that_the_service_makes_both_secrets_are_valid_whatever_the_request_says()
    {
        var request = Good();
        (request.OldSecret, request.Credential) = (OldSecret.Dead, new Credential { SnowflakeToken = new SnowflakeToken { User = "SVC" } });

        Assert.Equal(OldSecret.Valid, RotationRequests.Read(request, SomeCaller.Anonymous, Overlap).Terms.OldSecret);
    }

    [Fact]
    public void Connections_chosen_by_id_need_neither_account_nor_user()
    {
        var request = Good();
        request.Selector = new ConnectionSelector { ConnectionIds = { "one" } };

        Assert.Equal([""], RotationRequests.Read(request, SomeCaller.Anonymous, Overlap).Credentials.Keys);
    }

    [Fact]
    public void A_rehearsal_and_its_run_are_one_request_but_another_secret_is_another()
    {
        var (run, rehearsal, other) = (Good(), Good(), Good());
        (rehearsal.ValidateOnly, rehearsal.RequestId) = (true, $"{Guid.NewGuid()}");
        other.Credential.SecretRef = "another";

        Assert.Equal(Body(run), Body(rehearsal));
        Assert.NotEqual(Body(run), Body(other));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0")]
    [InlineData("-1")]
    public void A_page_token_that_is_none_of_ours_is_refused(string token) => Assert.Equal(
        ["page_token"], BadFields.Of(() => RotationRequests.Read(new ListRotationStepsRequest { JobId = "job", PageToken = token })));

    private static byte[] Body(RotateConnectionCredentialsRequest request) => RotationRequests.Read(request, SomeCaller.Anonymous, Overlap).Body;

    private static Credential Some() => new() { SecretRef = "nightly" };

    private static Credential? ByUser(RotateConnectionCredentialsRequest request)
    {
        request.CredentialsByUser["SVC"] = Some();
        return null;
    }

    private static RotateConnectionCredentialsRequest Good() => new()
    {
        Selector = new ConnectionSelector { AccountHost = "acme.snowflakecomputing.com", UserName = "SVC" },
        Credential = Some(),
    };
}

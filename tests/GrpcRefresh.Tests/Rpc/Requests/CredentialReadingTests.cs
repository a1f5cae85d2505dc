using GrpcRefresh.Server;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc.Requests;

public sealed class CredentialReadingTests
{
    private const string Hidden = "hunter2";

    private static readonly Dictionary<string, (Credential? Value, string[] Fields)> Bad = new()
    {
        ["none"] = (null, ["credential"]),
        ["an empty one"] = (new Credential(), ["credential"]),
        ["a reference without a name"] = (new Credential { SecretRef = "" }, ["credential.secret_ref"]),
        ["a long reference"] = (new Credential { SecretRef = new string('r', 129) }, ["credential.secret_ref"]),
        ["an inline one without a secret"] = (Inline(""), ["credential.inline.secret"]),
        ["a user name on two lines"] = (Inline(Hidden, user: "svc\nadmin"), ["credential.inline.user_name"]),
        ["a long user name"] = (Inline(Hidden, user: new string('u', 257)), ["credential.inline.user_name"]),
        ["a long secret"] = (Inline(Hidden + new string('s', 4_096)), ["credential.inline.secret"]),
        ["a secret with a line end"] = (Inline(Hidden + "\n"), ["credential.inline.secret"]),
        ["a secret with a null"] = (Inline("\0" + Hidden), ["credential.inline.secret"]),
        ["a secret that XML cannot carry"] = (Inline(Hidden + "\uFFFE"), ["credential.inline.secret"]),
        ["half of a character"] = (Inline(Hidden + "\uD83D"), ["credential.inline.secret"]),
        ["a bad previous secret"] = (Inline(Hidden, previous: Hidden + "\t"), ["credential.inline.previous_secret"]),
        ["everything bad"] = (
            Inline("", user: "\0", previous: "\0"), ["credential.inline.user_name", "credential.inline.previous_secret", "credential.inline.secret"]),
    };

    public static TheoryData<string> BadCases => [.. Bad.Keys];

    [Theory]
    [MemberData(nameof(BadCases))]
    public void A_bad_credential_is_refused_by_its_fields_and_without_its_values(string what)
    {
        var (value, fields) = Bad[what];

        var refused = Assert.Throws<RefusedException>(() => Read(value));

        Assert.Equal(fields, refused.Failure.Fields.Select(bad => bad.Field));
        Assert.DoesNotContain(Hidden, refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(refused.Failure.Fields, bad => bad.Description.Contains(Hidden, StringComparison.Ordinal));
    }

    [Fact]
    public void A_reference_is_read_as_its_name() => Assert.Equal(new CredentialSource.Configured("nightly"), Read(new Credential { SecretRef = "nightly" }));

    [Fact]
    public void An_inline_credential_is_read_as_it_is() => Assert.Equal(
        new CredentialSource.Inline("svc", new Secret(" päss wörd😀"), new Secret("old")), Read(Inline(" päss wörd😀", "svc", "old")));

    [Fact]
    public void What_an_inline_credential_leaves_out_is_not_there() =>
        Assert.Equal(new CredentialSource.Inline(null, new Secret("s"), null), Read(Inline("s")));

    [Fact]
    public void A_secret_as_long_as_the_contract_allows_is_taken() =>
        Assert.Equal(4_096, Assert.IsType<CredentialSource.Inline>(Read(Inline(string.Concat(Enumerable.Repeat("😀", 4_096))))).New.Reveal().EnumerateRunes().Count());

    [Fact]
    public void A_source_prints_without_its_secrets() => Assert.DoesNotContain(Hidden, Read(Inline(Hidden, "svc", Hidden)).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Credentials_by_user_are_kept_under_the_name_in_lower_case()
    {
        var request = new RotateConnectionCredentialsRequest { CredentialsByUser = { ["SVC_A"] = new Credential { SecretRef = "a" }, ["svc_b"] = new Credential { SecretRef = "b" } } };

        var sources = FieldErrors.Check(errors => CredentialFields.Read(request.CredentialsByUser, "credentials_by_user", TimeSpan.FromHours(24), errors));

        Assert.Equal(["svc_a", "svc_b"], sources.Keys.Order());
        Assert.Equal("a", sources["svc_a"].Name);
    }

    [Theory]
    [InlineData("credentials_by_user", "")]
    [InlineData("credentials_by_user", "a\nb")]
    [InlineData("credentials_by_user.svc", "svc", "SVC")]
    public void Bad_users_are_refused(string field, params string[] users) => Assert.Equal([field], ReadUsers(users));

    [Fact]
    public void Seventeen_users_are_too_many()
    {
        Assert.Empty(ReadUsers([.. Enumerable.Range(0, 16).Select(i => $"u{i}")]));
        Assert.Equal(["credentials_by_user"], ReadUsers([.. Enumerable.Range(0, 17).Select(i => $"u{i}")]));
    }

    private static IReadOnlyList<string> ReadUsers(string[] users)
    {
        var request = new RotateConnectionCredentialsRequest();
        users.ToList().ForEach(user => request.CredentialsByUser.Add(user, new Credential { SecretRef = "a" }));
        return BadFields.Of(() => FieldErrors.Check(errors => CredentialFields.Read(request.CredentialsByUser, "credentials_by_user", TimeSpan.FromHours(24), errors)));
    }

    private static CredentialSource Read(Credential? value) => FieldErrors.Check(errors => CredentialFields.Read(value, "credential", TimeSpan.FromHours(24), errors));

    private static Credential Inline(string secret, string user = "", string previous = "") =>
        new() { Inline = new InlineCredential { UserName = user, Secret = secret, PreviousSecret = previous } };
}

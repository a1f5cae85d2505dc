using GrpcRefresh.Server;
using GrpcRefresh.Server.Rotation;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Rotation.Secrets;

public sealed class CredentialResolverTests : IDisposable
{
    private const string Hidden = "hunter2";

    private readonly string _file = Path.GetTempFileName();
    private readonly RotationOptions _options = new();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void An_inline_credential_is_taken_as_it_is() => Assert.Equal(
        new ResolvedCredential("svc", new Secret("new"), new Secret("old")),
        Resolve(new CredentialSource.Inline("svc", new Secret("new"), new Secret("old"))));

    [Theory]
    [InlineData("nightly")]
    [InlineData("NIGHTLY")]
    public void A_configured_credential_is_found_whatever_its_case(string name)
    {
        _options.Secrets["Nightly"] = new RotationSecretOptions { UserName = "svc", Secret = new Secret("new"), PreviousSecret = new Secret("old") };

        Assert.Equal(new ResolvedCredential("svc", new Secret("new"), new Secret("old")), Resolve(new CredentialSource.Configured(name)));
    }

    [Fact]
    public void Without_user_name_and_previous_secret_there_are_none()
    {
        _options.Secrets["a"] = new RotationSecretOptions { UserName = "", Secret = new Secret("new"), PreviousSecret = new Secret(""), PreviousSecretFile = "" };

        Assert.Equal(new ResolvedCredential(null, new Secret("new"), null), Resolve(new CredentialSource.Configured("a")));
    }

    [Fact]
    public void A_file_is_read_anew_at_each_use()
    {
        _options.Secrets["a"] = new RotationSecretOptions { SecretFile = _file, PreviousSecretFile = _file };
        File.WriteAllText(_file, "first\n");
        Assert.Equal(new ResolvedCredential(null, new Secret("first"), new Secret("first")), Resolve(new CredentialSource.Configured("a")));
        File.WriteAllText(_file, "second\n");
        Assert.Equal(new Secret("second"), Resolve(new CredentialSource.Configured("a")).New);
    }

    [Fact]
    public void An_unknown_name_is_refused()
    {
        var failure = Refused("weekly");

        Assert.Equal(ErrorReason.SecretNotConfigured, failure.Reason);
        Assert.Contains("GrpcRefresh:Rotation:Secrets", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GrpcRefresh:Rotation:Secrets:a:SecretFile", null)]
    [InlineData("GrpcRefresh:Rotation:Secrets:a:Secret", Hidden + "\nsecond line")]
    public void A_file_without_a_good_secret_is_refused_by_its_key_and_without_its_path_or_content(string key, string? content)
    {
        _options.Secrets["a"] = new RotationSecretOptions { SecretFile = content is null ? _file + ".none" : _file };
        File.WriteAllText(_file, content);

        var failure = Refused("a");

        Assert.Equal(ErrorReason.SecretUnavailable, failure.Reason);
        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Hidden, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_file, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_previous_secret_that_was_configured_and_cannot_be_read_is_refused_too()
    {
        _options.Secrets["a"] = new RotationSecretOptions { Secret = new Secret("new"), PreviousSecretFile = _file + ".none" };

        var failure = Refused("a");

        Assert.Equal(ErrorReason.SecretUnavailable, failure.Reason);
        Assert.Contains("GrpcRefresh:Rotation:Secrets:a:PreviousSecretFile", failure.Message, StringComparison.Ordinal);
    }

    private ResolvedCredential Resolve(CredentialSource source) => new CredentialResolver(Options.Create(_options)).Resolve(source);

    private Failure Refused(string name)
    {
        var failure = Assert.Throws<RefusedException>(() => Resolve(new CredentialSource.Configured(name))).Failure;
        Assert.Equal(name, failure.Metadata["secret_ref"]);
        return failure;
    }
}

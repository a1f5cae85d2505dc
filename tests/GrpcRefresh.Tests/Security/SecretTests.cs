using System.Text.Json;
using GrpcRefresh.Server.Security;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace GrpcRefresh.Tests.Security;

public sealed class SecretTests
{
    private readonly Secret _secret = new("hunter2");

    [Fact]
    public void A_secret_prints_as_asterisks()
    {
        Assert.Equal("***", _secret.ToString());
        Assert.Equal("PAT ***", $"PAT {_secret}");
        Assert.Equal("Holder { Secret = *** }", new Holder(_secret).ToString());
    }

    [Fact]
    public void A_secret_serialises_as_asterisks() => Assert.Equal("""{"Secret":"***"}""", JsonSerializer.Serialize(new Holder(_secret)));

    [Fact]
    public void A_secret_can_be_read_from_json() =>
        Assert.Equal("hunter2", JsonSerializer.Deserialize<Holder>("""{"Secret":"hunter2"}""")!.Secret.Reveal());

    [Fact]
    public void A_secret_binds_from_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Secret", "hunter2")]).Build();
        Assert.Equal(_secret, configuration.Get<Bound>()!.Secret);
    }

    [Fact]
    public void Secrets_are_equal_when_their_texts_are()
    {
        Assert.Equal(_secret, new Secret("hunter2"));
        Assert.Equal(_secret.GetHashCode(), new Secret("hunter2").GetHashCode());
        Assert.NotEqual(_secret, new Secret("hunter3"));
        Assert.False(_secret.Equals(null));
    }

    private sealed record Holder(Secret Secret);

    private sealed class Bound
    {
        public Secret? Secret { get; set; }
    }
}

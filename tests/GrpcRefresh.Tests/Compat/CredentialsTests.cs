using Grpc.Core;
using Xunit;

namespace GrpcRefresh.Tests.Compat;

public sealed class CredentialsTests
{
    private static readonly CallCredentials _token = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);

    private readonly RecordingConfigurator _configured = new();

    [Fact]
    public void Insecure_credentials_say_so()
    {
        ChannelCredentials.Insecure.InternalPopulateConfiguration(_configured, "state");

        Assert.Equal(["state: insecure"], _configured.Said);
    }

    [Fact]
    public void Secure_credentials_use_the_default_roots()
    {
        ChannelCredentials.SecureSsl.InternalPopulateConfiguration(_configured, "state");

        Assert.Equal(["state: ssl with default roots"], _configured.Said);
    }

    [Fact]
    public void Secure_credentials_pass_their_roots_on()
    {
        new SslCredentials("roots").InternalPopulateConfiguration(_configured, "state");

        Assert.Equal(["state: ssl with roots"], _configured.Said);
    }

    [Fact]
    public void Call_credentials_can_be_added_to_a_secure_channel()
    {
        ChannelCredentials.Create(ChannelCredentials.SecureSsl, _token).InternalPopulateConfiguration(_configured, "state");

        Assert.Equal(["state: SslCredentials with calls"], _configured.Said);
    }

    [Fact]
    public void Call_credentials_cannot_be_added_to_an_insecure_channel() =>
        Assert.Throws<ArgumentException>(() => ChannelCredentials.Create(ChannelCredentials.Insecure, _token));

    [Fact]
    public void Call_credentials_compose_in_order()
    {
        var other = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        var composed = new RecordingCallConfigurator();

        CallCredentials.Compose(_token, other).InternalPopulateConfiguration(composed, null);

        Assert.Equal([_token, other], composed.Credentials);
    }

    [Fact]
    public void Call_credentials_are_composed_of_two_or_more() =>
        Assert.Throws<ArgumentException>(() => CallCredentials.Compose(_token));

    private sealed class RecordingConfigurator : ChannelCredentialsConfiguratorBase
    {
        public List<string> Said { get; } = [];

        public override void SetInsecureCredentials(object? state) => Said.Add($"{state}: insecure");

        public override void SetSslCredentials(
            object? state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback) =>
            Said.Add($"{state}: ssl with {rootCertificates ?? "default roots"}");

        public override void SetCompositeCredentials(
            object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
            Said.Add($"{state}: {channelCredentials.GetType().Name} with calls");
    }

    private sealed class RecordingCallConfigurator : CallCredentialsConfiguratorBase
    {
        public IReadOnlyList<CallCredentials> Credentials { get; private set; } = [];

        public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials) =>
            Credentials = credentials;

        public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) =>
            throw new NotSupportedException();
    }
}

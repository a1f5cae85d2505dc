namespace Grpc.Core.Internal;

/// <summary>Channel credentials without security.</summary>
internal sealed class InsecureCredentials : ChannelCredentials
{
    public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state) =>
        configurator.SetInsecureCredentials(state);
}

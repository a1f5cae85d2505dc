namespace GrpcRefresh.Server.Listening;

/// <summary>The listener that a connection came in by. No door leads to another's rooms.</summary>
internal enum Door
{
    Rpc,
    Gateway,
    Webhooks,
}

using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Server.Rotation.Run.Tokens;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>What the steps of one run share.</summary>
internal sealed record RunContext(
    TableauSites Sites,
    JobStore Store,
    RunEpoch Epoch,
    OpenSecrets Secrets,
    ItemProof Proof,
    Persistence Persistence,
    ISnowflakeTokens Tokens,
    SnowflakePersistence Snowflake,
    LoginProof Logins)
{
    /// <summary>Null when the item's site is no longer configured.</summary>
    public ItemChange? ChangeOf(ItemKey item) => Sites.Find(item.Site) is { } site ? new ItemChange(site, item, Persistence, Epoch, Store) : null;
}

using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>What one step's connection is to be given, on the way there or on the way back.</summary>
internal sealed record StepChange(RotationStepRecord Step, string UserName, Secret Secret)
{
    /// <summary>The server's own address and port go back as they came; Snowflake listens on 443 where Tableau names no port.</summary>
    public ConnectionUpdate Update => new(
        Step.Connection.ServerAddress,
        Step.Connection.ServerPort.Length == 0 && Step.Connection.IsSnowflake ? "443" : Step.Connection.ServerPort,
        UserName,
        Secret);
}

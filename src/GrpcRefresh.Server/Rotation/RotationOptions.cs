using GrpcRefresh.Server.Rotation.Secrets;

namespace GrpcRefresh.Server.Rotation;

/// <summary>How Snowflake credentials are rotated: section <c>GrpcRefresh:Rotation</c>.</summary>
internal sealed class RotationOptions
{
    public const string Section = "GrpcRefresh:Rotation";

    /// <summary>
    /// Start although the key ring does not open the secrets of an unfinished rotation, and delete them: the rotation then fails and
    /// has to be asked for again. For once, when the key ring is lost for good.
    /// </summary>
    public bool ForgetUnreadableSecrets { get; set; }

    /// <summary>Under the names that callers give as <c>secret_ref</c>, whatever their case.</summary>
    public Dictionary<string, RotationSecretOptions> Secrets { get; } = new(StringComparer.OrdinalIgnoreCase);
}

namespace GrpcRefresh.Server.Rotation;

/// <summary>What Tableau is about to be asked for.</summary>
internal enum RotationIntent
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>To take the new secret.</summary>
    Change,

    /// <summary>To take the previous secret again.</summary>
    RollBack,
}

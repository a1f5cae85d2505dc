namespace GrpcRefresh.Server.Doctor;

/// <summary>How a finding is to be taken.</summary>
internal enum FindingState
{
    /// <summary>As it has to be.</summary>
    Good,

    /// <summary>Worth knowing; nothing that is configured depends on it.</summary>
    Note,

    /// <summary>Not looked at, because something before it failed or it was left out.</summary>
    Skipped,

    /// <summary>Something that is configured will not work.</summary>
    Failed,
}

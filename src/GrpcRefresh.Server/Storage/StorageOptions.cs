namespace GrpcRefresh.Server.Storage;

/// <summary>Where jobs and their audit are kept and for how long: section <c>GrpcRefresh:Storage</c>.</summary>
internal sealed class StorageOptions
{
    public const string Section = "GrpcRefresh:Storage";

    /// <summary>The path of the SQLite file; its folder must exist. One service uses it at a time.</summary>
    public string Sqlite { get; set; } = "grpcrefresh.db";

    /// <summary>
    /// The folder of the keys that encrypt the secrets of unfinished rotations; made when it is first needed. Empty means the path of the SQLite file with
    /// <c>.keys</c> behind it. Keep it as safe as the database, and apart from its copies.
    /// </summary>
    public string KeyRing { get; set; } = "";

    public RetentionOptions Retention { get; set; } = new();

    internal string KeyRingFolder => Path.GetFullPath(KeyRing.Length > 0 ? KeyRing : $"{Sqlite}.keys");
}

/// <summary>How long things are kept.</summary>
internal sealed class RetentionOptions
{
    /// <summary>Ended jobs, with their events and request ids. At least a day, because request ids are kept that long.</summary>
    public TimeSpan Jobs { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Rows of the audit, also those of jobs that are no longer kept. At least a day.</summary>
    public TimeSpan Audit { get; set; } = TimeSpan.FromDays(400);
}

namespace GrpcRefresh.Server.Audit;

/// <summary>What a row of the audit is about; docs/audit.md explains each to its reader.</summary>
internal enum AuditAction
{
    CallRefresh,
    CallCancel,
    CallRotate,
    CallSync,

    /// <summary>Tableau is asked to start a refresh. When it is done by running a task, <see cref="TableauRunTask"/> names that.</summary>
    TableauRefresh,
    TableauRunTask,
    TableauCancel,

    /// <summary>A PUT of connections: one row for one request, whether it is for one connection or several of an item.</summary>
    TableauUpdateConnections,
    /// <summary>Snowflake is asked for a token of a user; its detail names both.</summary>
    SnowflakeAddToken,
    SnowflakeRotateToken,
    SnowflakeRemoveToken,
    JobEnd,

    /// <summary>A caller's API key was made, by a verb of the server binary.</summary>
    KeyCreate,
    KeyRevoke,

    /// <summary>Rows were deleted because their retention had passed.</summary>
    Purge,
}

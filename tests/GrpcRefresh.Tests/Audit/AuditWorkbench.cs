using Dapper;
using GrpcRefresh.Server.Audit;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Audit;

/// <summary>An audit of a few rows, and what somebody with the file and a SQLite shell can do to it.</summary>
internal sealed class AuditWorkbench(TempStore temp) : IAsyncDisposable
{
    public static async Task<AuditWorkbench> OpenAsync() => new(await TempStore.OpenAsync());

    public Task<AuditRow> AppendAsync(string chain, string detail = "", DateTimeOffset? at = null) =>
        temp.Database.WriteAsync(db => AuditRows.Append(db, Entry(chain, detail), at ?? Some.Time), _ => { }, default);

    public Task<int> PurgeAsync(DateTimeOffset before) =>
        temp.Database.WriteAsync(db => AuditPurge.Run(db, before, before.AddDays(2)), _ => { }, default);

    public Task<AuditReport> VerifyAsync(string? chain = null) => temp.Database.ReadAsync(db => AuditVerification.Run(db, chain), default);

    public Task<List<AuditRow>> RowsAsync(string? chain = null, DateTimeOffset? since = null) =>
        temp.Database.ReadAsync(db => AuditRows.ByEntry(db, chain, since).ToList(), default);

    /// <summary>As the service's own writes would do it, with the triggers in place.</summary>
    public Task<int> ExecuteAsync(string sql) => temp.Database.WriteAsync(db => db.Execute(sql), _ => { }, default);

    /// <summary>Without the triggers, as somebody would who means it.</summary>
    public Task<int> TamperAsync(string sql) => ExecuteAsync(
        "drop trigger audit_is_never_changed; drop trigger audit_is_only_purged; drop trigger audit_purge_goes_on;" + sql);

    public ValueTask DisposeAsync() => temp.DisposeAsync();

    private static AuditEntry Entry(string chain, string detail) => new(
        chain, "127.0.0.1", null, AuditAction.TableauRefresh, AuditTarget.Of(Some.Site, ResourceType.Datasource, "0a1b"), AuditOutcome.Intended, detail);
}

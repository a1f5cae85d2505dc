using System.Text;
using Dapper;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Turns a <see cref="JobQuery"/> into SQL; <see cref="JobQuery.Matches"/> says the same of a single record.</summary>
internal static class JobSearch
{
    public static IReadOnlyList<JobRecord> Run(
        SqliteConnection db, JobQuery query, int limit, (long CreateMs, string JobId)? after, long? activeOrSettledSinceMs)
    {
        var sql = new StringBuilder("select document from jobs where 1 = 1");
        var parameters = new DynamicParameters();

        void Where(string condition, string name, object value)
        {
            sql.Append(" and ").Append(condition);
            parameters.Add(name, value);
        }

        if (query.States.Count > 0)
        {
            Where("state in @states", "states", query.States.Select(state => (int)state));
        }

        if (query.Kinds.Count > 0)
        {
            Where("kind in @kinds", "kinds", query.Kinds.Select(kind => (int)kind));
        }

        if (query.Sites.Count > 0)
        {
            // Rotations are few, so that their documents may be looked into.
            Where(
                """
                case when kind = @rotation
                     then exists (select 1 from json_each(document, '$.sites') s where json_extract(s.value, '$.contentUrl') in @sites)
                     else site in @sites end
                """,
                "sites",
                query.Sites);
            parameters.Add("rotation", (int)JobKind.Rotation);
        }

        if (query.Viewer is { Scope.IsUnlimited: false } viewer)
        {
            sql.Append(" and ").Append(JobSightSql.Of(viewer, parameters));
        }

        if (query.Resource is { } lane)
        {
            Where("server = @server", "server", lane.Site.Server);
            Where("site = @site", "site", lane.Site.ContentUrl);
            Where("type = @type", "type", (int)lane.Type);
            Where("luid = @luid", "luid", lane.Luid);
        }

        if (query.CreatedAfter is { } created)
        {
            // The column holds whole milliseconds, rounded down.
            Where("create_ms >= @created", "created", CeilingMs(created));
        }

        foreach (var (label, index) in query.Labels.Select((label, index) => (label, index)))
        {
            Where($"exists (select 1 from job_labels l where l.job_id = jobs.job_id and l.name = @name{index} and l.value = @value{index})", $"name{index}", label.Key);
            parameters.Add($"value{index}", label.Value);
        }

        if (activeOrSettledSinceMs is { } since)
        {
            Where("(slot is not null or settle_ms >= @since)", "since", since);
        }

        if (after is { } last)
        {
            Where("(create_ms, job_id) < (@lastMs, @lastId)", "lastMs", last.CreateMs);
            parameters.Add("lastId", last.JobId);
        }

        parameters.Add("limit", limit);
        sql.Append(" order by create_ms desc, job_id desc limit @limit");
        return [.. db.Query<string>(sql.ToString(), parameters).Select(JobJson.Read)];
    }

    private static long CeilingMs(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
}

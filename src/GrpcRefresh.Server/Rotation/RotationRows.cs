using Dapper;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Rotation;

/// <summary>Rotations and their steps in the database. Nothing here begins or ends a transaction.</summary>
internal static class RotationRows
{
    public static void Insert(SqliteConnection db, string jobId, RotationCourse course, IReadOnlyList<RotationStepRecord> steps)
    {
        db.Execute("insert into rotations (job_id, document) values (@jobId, @document)", new { jobId, document = RotationJson.Write(course) });
        db.Execute(
            """
            insert into rotation_steps (job_id, number, server, site, item_luid, connection_id, state, document)
            values (@jobId, @number, @server, @site, @itemLuid, @connectionId, @state, @document)
            """,
            steps.Select(step => new
            {
                jobId,
                number = step.Number,
                server = step.Connection.Site.Server,
                site = step.Connection.Site.ContentUrl,
                itemLuid = step.Connection.ItemLuid,
                connectionId = step.Connection.ConnectionId,
                state = (int)step.State,
                document = RotationJson.Write(step),
            }));
    }

    public static void Update(SqliteConnection db, string jobId, IReadOnlyList<RotationStepRecord> steps) =>
        db.Execute(
            "update rotation_steps set state = @state, document = @document where job_id = @jobId and number = @number",
            steps.Select(step => new { jobId, number = step.Number, state = (int)step.State, document = RotationJson.Write(step) }));

    public static void Update(SqliteConnection db, string jobId, RotationCourse course) =>
        db.Execute("update rotations set document = @document where job_id = @jobId", new { jobId, document = RotationJson.Write(course) });

    public static RotationCourse? Course(SqliteConnection db, string jobId) =>
        db.QuerySingleOrDefault<string>("select document from rotations where job_id = @jobId", new { jobId }) is { } document
            ? RotationJson.ReadCourse(document)
            : null;

    /// <summary>Steps by number.</summary>
    public static IReadOnlyList<RotationStepRecord> Steps(
        SqliteConnection db, string jobId, IReadOnlyList<RotationStepState> states, int after, int limit) =>
        [.. db.Query<string>(
            $"""
            select document from rotation_steps
            where job_id = @jobId and number > @after {(states.Count > 0 ? "and state in @states" : "")}
            order by number limit @limit
            """,
            new { jobId, after, states = states.Select(state => (int)state), limit }).Select(RotationJson.ReadStep)];

    /// <summary>An active rotation that changes a connection of one of these items; null when there is none.</summary>
    /// <remarks>Of the same items, because an item is refreshed as a whole: two rotations would wait for each other's holds.</remarks>
    public static string? FindOverlap(SqliteConnection db, IReadOnlyList<RotationStepRecord> steps)
    {
        var busy = db.Query<(string JobId, string Server, string Site, string ItemLuid)>(
            """
            select distinct s.job_id, s.server, s.site, s.item_luid
            from rotation_steps s join jobs j on j.job_id = s.job_id
            where j.slot is not null and s.state <> @skipped
            """,
            new { skipped = (int)RotationStepState.Skipped })
            .ToLookup(row => (row.Server, row.Site, row.ItemLuid), row => row.JobId);
        return busy.Count == 0 ? null : steps
            .Where(step => step.State != RotationStepState.Skipped)
            .Select(step => step.Connection)
            .SelectMany(connection => busy[(connection.Site.Server, connection.Site.ContentUrl, connection.ItemLuid)])
            .FirstOrDefault();
    }
}

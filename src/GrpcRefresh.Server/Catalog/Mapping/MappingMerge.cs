using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>Writes changes as MERGE statements, each of which may be executed again without harm.</summary>
internal sealed class MappingMerge(MappingNames names)
{
    /// <summary>How many rows one statement brings, and how many bytes of them: one value of a statement, of which nothing documents how long it may be.</summary>
    public const int MostRows = 1_000;
    public const int MostBytes = 400_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // A row that people wrote tells no server, and keeps what it says: only its mark is changed. Deleted is nothing.
    private readonly string _text =
        $"""
        MERGE INTO {names.Table} AS T
        USING (
            SELECT F.VALUE:id::VARCHAR AS ROW_ID, F.VALUE:gone::BOOLEAN AS IS_GONE, F.VALUE:hand::BOOLEAN AS BY_HAND, F.VALUE:luid::VARCHAR AS LUID, F.VALUE:type::VARCHAR AS KIND,
                F.VALUE:name::VARCHAR AS NAME, F.VALUE:project::VARCHAR AS PROJECT, F.VALUE:path::VARCHAR AS PATH, F.VALUE:owner::VARCHAR AS OWNER, F.VALUE:url::VARCHAR AS ADDRESS,
                ? AS SERVER_NAME, ? AS SITE, ?::TIMESTAMP_TZ AS SEEN_AT
            FROM TABLE(FLATTEN(INPUT => PARSE_JSON(?))) AS F
        ) AS S
        ON T.{names.Luid} = S.ROW_ID AND ((S.BY_HAND AND COALESCE(T.{names.Server}, '') = '') OR (NOT S.BY_HAND AND LOWER(T.{names.Server}) = S.SERVER_NAME))
        WHEN MATCHED AND S.IS_GONE AND T.{names.VanishedAt} IS NULL AND LOWER(COALESCE(T.{names.Site}, '')) = LOWER(S.SITE) THEN UPDATE SET {names.VanishedAt} = S.SEEN_AT
        WHEN MATCHED AND NOT S.IS_GONE AND S.BY_HAND THEN UPDATE SET {names.VanishedAt} = NULL
        WHEN MATCHED AND NOT S.IS_GONE AND NOT S.BY_HAND THEN UPDATE SET
            {names.Luid} = S.LUID, {names.Type} = S.KIND, {names.Name} = S.NAME, {names.Project} = S.PROJECT, {names.Site} = S.SITE, {names.Server} = S.SERVER_NAME,
            {names.Path} = S.PATH, {names.Owner} = COALESCE(S.OWNER, T.{names.Owner}), {names.Url} = S.ADDRESS, {names.SyncedAt} = S.SEEN_AT, {names.VanishedAt} = NULL
        WHEN NOT MATCHED AND NOT S.IS_GONE AND NOT S.BY_HAND THEN INSERT
            ({names.Luid}, {names.Type}, {names.Name}, {names.Project}, {names.Site}, {names.Server}, {names.Path}, {names.Owner}, {names.Url}, {names.SyncedAt})
            VALUES (S.LUID, S.KIND, S.NAME, S.PROJECT, S.SITE, S.SERVER_NAME, S.PATH, S.OWNER, S.ADDRESS, S.SEEN_AT)
        """;

    public IEnumerable<SqlStatement> Of(SiteKey site, IEnumerable<MappingChange> changes, DateTimeOffset at) => Chunks(changes).Select(rows => new SqlStatement(_text)
    {
        Bindings = [SqlBinding.Text(site.Server.ToLowerInvariant()), SqlBinding.Text(site.ContentUrl), SqlBinding.Timestamp(at), SqlBinding.Text(rows)],
    });

    private static IEnumerable<string> Chunks(IEnumerable<MappingChange> changes)
    {
        var (chunk, rows, bytes) = (new StringBuilder(), 0, 0);
        foreach (var row in changes.Select(change => JsonSerializer.Serialize(change, Json)))
        {
            var size = Encoding.UTF8.GetByteCount(row) + 1;
            if (rows > 0 && (rows == MostRows || bytes + size > MostBytes))
            {
                yield return $"[{chunk}]";
                (rows, bytes) = (0, 0);
                chunk.Clear();
            }

            chunk.Append(rows > 0 ? "," : "").Append(row);
            (rows, bytes) = (rows + 1, bytes + size);
        }

        if (rows > 0)
        {
            yield return $"[{chunk}]";
        }
    }
}

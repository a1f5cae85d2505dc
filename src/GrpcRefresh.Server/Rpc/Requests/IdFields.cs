namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Ids of jobs, and UUIDs in one spelling.</summary>
internal static class IdFields
{
    private const int LongestJobId = 64;

    public static string ReadJobId(string value, FieldErrors errors) =>
        TextFields.ReadRequired(value, "job_id", LongestJobId, errors);

    /// <summary>An empty id is no id.</summary>
    public static string? ReadRequestId(string value, FieldErrors errors) =>
        value.Length == 0 ? null : ReadUuid(value, "request_id", errors);

    public static string ReadUuid(string value, string field, FieldErrors errors)
    {
        if (Guid.TryParseExact(value, "D", out var uuid))
        {
            // Upper and lower case are the same UUID and must stay the same key.
            return uuid.ToString("D");
        }

        errors.Add(field, "is not a UUID; write it like 123e4567-e89b-12d3-a456-426614174000");
        return value;
    }
}

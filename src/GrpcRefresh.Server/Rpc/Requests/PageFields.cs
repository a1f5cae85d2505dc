namespace GrpcRefresh.Server.Rpc.Requests;

internal static class PageFields
{
    /// <summary>Ours are far shorter; this bounds what strangers send.</summary>
    private const int LongestToken = 16_384;

    private const int DefaultSize = 100;
    private const int LargestSize = 1_000;

    public static int ReadSize(int value, FieldErrors errors)
    {
        if (value < 0)
        {
            errors.Add("page_size", "is negative; give 1 to 1,000, or 0 for 100");
        }

        return value == 0 ? DefaultSize : Math.Min(value, LargestSize);
    }

    public static string ReadToken(string value, string field, FieldErrors errors) =>
        TextFields.Read(value, field, LongestToken, errors);
}

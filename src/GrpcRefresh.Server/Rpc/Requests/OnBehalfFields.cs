using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Requests;

internal static class OnBehalfFields
{
    private const int Longest = 256;

    /// <summary>Null when nobody is named.</summary>
    public static OnBehalf? Read(OnBehalfOf? value, string field, FieldErrors errors)
    {
        if (value is null)
        {
            return null;
        }

        var behalf = new OnBehalf(
            TextFields.Read(value.User, $"{field}.user", Longest, errors),
            TextFields.Read(value.Role, $"{field}.role", Longest, errors),
            TextFields.Read(value.Task, $"{field}.task", Longest, errors),
            TextFields.Read(value.QueryId, $"{field}.query_id", Longest, errors));
        return behalf == new OnBehalf("", "", "", "") ? null : behalf;
    }
}

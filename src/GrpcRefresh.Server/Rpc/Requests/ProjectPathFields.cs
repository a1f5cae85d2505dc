namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Paths of projects in one text, as <see cref="ProjectPathText"/> writes them.</summary>
internal static class ProjectPathFields
{
    private const int LongestName = 256;

    public static IReadOnlyList<string> Read(string value, string field, FieldErrors errors)
    {
        if (ProjectPathText.Parse(value, out var mistake) is not { } names)
        {
            errors.Add(field, mistake);
            return [];
        }

        return [.. names.Select(name => TextFields.Read(name, field, LongestName, errors))];
    }
}

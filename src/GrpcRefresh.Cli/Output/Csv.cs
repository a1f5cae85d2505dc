namespace GrpcRefresh.Cli.Output;

/// <summary>Lines of comma-separated values (RFC 4180), safe to open in a spreadsheet.</summary>
internal static class Csv
{
    // A spreadsheet takes what begins so for a formula, and names come from whoever publishes content.
    private const string BeginFormulas = "=+-@\t\r";

    public static string Line(IEnumerable<string> values) => string.Join(',', values.Select(Cell));

    private static string Cell(string value)
    {
        var harmless = value.Length > 0 && BeginFormulas.Contains(value[0], StringComparison.Ordinal) ? $"'{value}" : value;
        return harmless.AsSpan().ContainsAny("\",\r\n") ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : harmless;
    }
}

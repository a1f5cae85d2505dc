using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>The headers that a collector wants, from a file of <c>name: value</c> lines. They are secret.</summary>
internal static class OtlpHeaders
{
    /// <summary>What is wrong with the file, without its content; null when it can be used.</summary>
    public static string? Problem(string file)
    {
        try
        {
            var lines = Lines(file);
            var bad = Array.FindIndex(lines, line => !IsHeader(line));
            return lines.Length == 0 ? "is empty. Write one header a line, as in \"api-key: …\"."
                : bad >= 0 ? $"has a line {bad + 1} that is no header. Write \"name: value\"; the value in ASCII and without commas."
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return "cannot be read. Let the service's account read it, or correct the path.";
        }
    }

    /// <summary>As OpenTelemetry takes them: <c>name=value,…</c>, escaped.</summary>
    public static Secret Read(string file) => new(string.Join(',', Lines(file).Select(line => line.Split(':', 2)).Select(Escaped)));

    private static string Escaped(string[] header) => $"{header[0].Trim()}={Uri.EscapeDataString(header[1].Trim())}";

    private static string[] Lines(string file) => [.. File.ReadAllLines(file).Where(line => !string.IsNullOrWhiteSpace(line))];

    private static bool IsHeader(string line) => line.Split(':', 2) is [var name, var value]
        && name.Trim().Length > 0 && name.Trim().All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && value.Trim().Length > 0 && value.Trim().All(c => c is >= ' ' and <= '~' and not ',');
}

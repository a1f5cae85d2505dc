namespace GrpcRefresh.Cli.Output;

/// <summary>Rows under a heading, in columns as wide as what they hold.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>No line at all without rows.</summary>
    public static IEnumerable<string> Lines<T>(IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows)
    {
        string[][] cells = [[.. columns.Select(column => column.Name)], .. rows.Select(row => Cells(columns, row))];
        var widths = columns.Select((_, place) => cells.Max(line => line[place].Length)).ToList();
        return rows.Count == 0
            ? []
            : cells.Select(line => string.Join(Gap, line.Select((cell, place) => cell.PadRight(widths[place]))).TrimEnd());
    }

    /// <summary>Names come from Tableau: none may move the cursor or break the line.</summary>
    public static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static string[] Cells<T>(IReadOnlyList<Column<T>> columns, T row) => [.. columns.Select(column => Plain(column.Value(row)))];
}

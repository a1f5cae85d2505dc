namespace GrpcRefresh.Server.Snowflake;

/// <summary>A text as a literal, for the few clauses in which a value cannot be bound: options of ALTER USER. Everywhere else use <see cref="SqlBinding"/>.</summary>
internal static class SqlLiteral
{
    // A backslash escapes in Snowflake's literals, so it is doubled like the quote.
    public static string Of(string text) => text.Any(char.IsControl)
        ? throw new FormatException("The text holds a control character.")
        : $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}

using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>Options behind a definition that change nothing here: comments, retention, change tracking.</summary>
internal static class TableOptions
{
    private static readonly string[] Harmless = ["COMMENT", "DATA_RETENTION_TIME_IN_DAYS", "MAX_DATA_EXTENSION_TIME_IN_DAYS", "CHANGE_TRACKING"];

    public static void Skip(SqlCursor cursor, string? until = null)
    {
        while (!cursor.IsAtEnd && (until is null || !cursor.Next!.Is(until)))
        {
            var option = cursor.Take();
            if (option.Is("COPY") && cursor.Try("GRANTS"))
            {
                continue;
            }

            if (!Harmless.Contains(option.Text))
            {
                throw SqlProblem.Unknown($"the option {option.Raw}");
            }

            cursor.Expect("=");
            cursor.Take();
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using GrpcRefresh.SnowflakeSimulation.Sql;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Api;

/// <summary>The answers about a statement in the documented shapes.</summary>
internal static class ResultJson
{
    public static ApiAnswer Of(Execution execution, SimulatorSettings settings) => execution.State switch
    {
        ExecutionState.Running => Running(execution),
        ExecutionState.Succeeded => Result(execution, settings),
        ExecutionState.TimedOut => ApiAnswer.Error(408, "000630", "57014", "Statement reached its statement or warehouse timeout and was canceled.", execution.Handle),
        ExecutionState.Cancelled => ApiAnswer.Error(422, "000604", "57014", "SQL execution canceled", execution.Handle),
        _ => ApiAnswer.Error(422, execution.Problem!.Code, execution.Problem.State, execution.Problem.Message, execution.Handle),
    };

    public static ApiAnswer Running(Execution execution) => new(202, new JsonObject
    {
        ["code"] = "333334",
        ["message"] = "Asynchronous execution in progress. Use provided query id to perform query monitoring and management.",
        ["statementHandle"] = execution.Handle,
        ["statementStatusUrl"] = $"/api/v2/statements/{execution.Handle}",
    });

    public static ApiAnswer Partition(Execution execution, string partition, SimulatorSettings settings)
    {
        var pages = Pages(execution, settings);
        return execution.State == ExecutionState.Succeeded && int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < pages.Count
            ? new ApiAnswer(200, new JsonObject { ["data"] = Rows(pages[number]) }, Compressed: number > 0)
            : throw new SqlProblem("391909", "22023", $"There is no partition {partition}.");
    }

    private static ApiAnswer Result(Execution execution, SimulatorSettings settings)
    {
        var (outcome, pages) = (execution.Outcome!, Pages(execution, settings));
        var body = new JsonObject
        {
            ["resultSetMetaData"] = new JsonObject
            {
                ["numRows"] = pages.Sum(page => page.Count),
                ["format"] = "jsonv2",
                ["partitionInfo"] = new JsonArray([.. pages.Select(page => (JsonNode)new JsonObject { ["rowCount"] = page.Count, ["uncompressedSize"] = Size(page) })]),
                ["rowType"] = new JsonArray([.. outcome.Columns.Select(Type)]),
            },
            ["data"] = Rows(pages[0]),
            ["code"] = "090001",
            ["sqlState"] = "00000",
            ["message"] = "Statement executed successfully.",
            ["statementHandle"] = execution.Handle,
            ["statementStatusUrl"] = $"/api/v2/statements/{execution.Handle}?requestId={Guid.NewGuid()}",
            ["createdOn"] = execution.Start.ToUnixTimeMilliseconds(),
        };
        if (outcome.Stats is { } stats)
        {
            body["stats"] = new JsonObject
            {
                ["numRowsInserted"] = stats.Inserted,
                ["numRowsUpdated"] = stats.Updated,
                ["numRowsDeleted"] = stats.Deleted,
                ["numDuplicateRowsUpdated"] = 0,
            };
        }

        if (execution.Parts.Count > 0)
        {
            body["statementHandles"] = new JsonArray([.. execution.Parts.Select(part => (JsonNode)part.Handle)]);
        }

        return new ApiAnswer(200, body);
    }

    /// <summary>At least one, which may be empty.</summary>
    private static List<List<string?[]>> Pages(Execution execution, SimulatorSettings settings)
    {
        var outcome = execution.Outcome!;
        var rows = outcome.IsSecret && execution.IsReplayed && !settings.ReplaysSecrets ? [] : outcome.Rows;
        var pages = rows.Chunk(settings.RowsPerPartition).Select(page => page.ToList()).ToList();
        return pages.Count > 0 ? pages : [[]];
    }

    private static JsonNode Type(SqlOutColumn column) => new JsonObject
    {
        ["name"] = column.Name,
        ["database"] = "",
        ["schema"] = "",
        ["table"] = "",
        ["type"] = column.Type,
        ["nullable"] = true,
        ["precision"] = null,
        ["scale"] = column.Type == "fixed" ? 0 : null,
        ["collation"] = null,
    };

    private static JsonArray Rows(IEnumerable<string?[]> rows) => new([.. rows.Select(row => (JsonNode)new JsonArray([.. row.Select(cell => (JsonNode?)cell)]))]);

    private static int Size(IEnumerable<string?[]> rows) => rows.Sum(row => row.Sum(cell => (cell?.Length ?? 4) + 3));
}

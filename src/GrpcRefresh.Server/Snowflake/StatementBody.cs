using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>A statement as the API wants it.</summary>
internal static class StatementBody
{
    public static string Write(SqlStatement statement, SnowflakeOptions options)
    {
        if (statement is { Count: > 1, Bindings.Count: > 0 })
        {
            throw new ArgumentException("Several statements in one take no bindings: Snowflake would refuse them.", nameof(statement));
        }

        var seconds = (long)Math.Ceiling((statement.Timeout ?? options.StatementTimeout).TotalSeconds);
        var body = new JsonObject { ["statement"] = statement.Text, ["timeout"] = seconds };
        Add(body, "database", options.Database);
        Add(body, "schema", options.Schema);
        Add(body, "warehouse", statement.Warehouse ?? options.Warehouse);
        Add(body, "role", statement.Role ?? options.Role);
        if (statement.Bindings.Count > 0)
        {
            body["bindings"] = Bindings(statement.Bindings);
        }

        body["parameters"] = Parameters(statement, options);
        return body.ToJsonString(JsonSerializerOptions.Web);
    }

    private static JsonObject Bindings(IReadOnlyList<SqlBinding> bindings)
    {
        var numbered = new JsonObject();
        for (var i = 0; i < bindings.Count; i++)
        {
            numbered[(i + 1).ToString(CultureInfo.InvariantCulture)] = new JsonObject { ["type"] = bindings[i].Type, ["value"] = bindings[i].Value };
        }

        return numbered;
    }

    private static JsonObject Parameters(SqlStatement statement, SnowflakeOptions options)
    {
        // A moment without a zone is bound as UTC, whatever zone the account lives in.
        var parameters = new JsonObject { ["TIMEZONE"] = "UTC" };
        Add(parameters, "QUERY_TAG", options.QueryTag);
        if (statement.Count > 1)
        {
            parameters["MULTI_STATEMENT_COUNT"] = statement.Count.ToString(CultureInfo.InvariantCulture);
        }

        return parameters;
    }

    private static void Add(JsonObject to, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            to[name] = value;
        }
    }
}

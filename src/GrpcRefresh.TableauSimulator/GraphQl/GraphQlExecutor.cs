using System.Collections;
using System.Text.Json.Nodes;
using GrpcRefresh.Simulation.Rest;

namespace GrpcRefresh.Simulation.GraphQl;

/// <summary>Answers exactly the selected fields; one that the model lacks is an error, never silence.</summary>
internal static class GraphQlExecutor
{
    public static JsonObject Execute(GraphQlType type, object source, IReadOnlyList<GraphQlField> selections)
    {
        var json = new JsonObject();
        foreach (var field in selections)
        {
            if (field.Name == "__typename")
            {
                json[field.Alias] = type.Name;
                continue;
            }

            var member = type.Find(field.Name)
                ?? throw GraphQlProblem.Validation($"Field '{field.Name}' in type '{type.Name}' is undefined");
            if (member.Type is null == field.Selections.Count > 0)
            {
                throw GraphQlProblem.Validation($"Field '{field.Name}' in type '{type.Name}' has the wrong kind of selection");
            }

            json[field.Alias] = Shape(member.Type, member.Get(source, field.Arguments), field);
        }

        return json;
    }

    private static JsonNode? Shape(GraphQlType? type, object? value, GraphQlField field) => (type, value) switch
    {
        (_, null) => null,
        (null, bool flag) => flag,
        (null, int number) => number,
        (null, var plain) => Xml.Text(plain),
        (_, IEnumerable many) => new JsonArray([.. many.Cast<object>().Select(one => (JsonNode)Execute(type, one, field.Selections))]),
        var (_, one) => Execute(type, one, field.Selections),
    };
}

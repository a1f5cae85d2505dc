using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.GraphQl;

/// <summary>The <c>filter</c> argument: every member must hold, an unknown one is an error.</summary>
internal static class MetadataFilter
{
    public static Func<ContentItem, bool> Items(IReadOnlyDictionary<string, object?> arguments)
    {
        var tests = Members(arguments).Select(member => Test(member.Key, Texts(member.Value))).ToList();
        return item => tests.TrueForAll(test => test(item));
    }

    public static Func<MetadataDatabase, bool> Databases(IReadOnlyDictionary<string, object?> arguments)
    {
        var tests = Members(arguments).Select(member => DatabaseTest(member.Key, Texts(member.Value))).ToList();
        return database => tests.TrueForAll(test => test(database));
    }

    private static Func<ContentItem, bool> Test(string name, HashSet<string> wanted) => name switch
    {
        "luid" or "luidWithin" or "id" or "idWithin" => item => wanted.Contains(item.Luid),
        "vizportalUrlId" or "vizportalUrlIdWithin" => item => wanted.Contains(item.VizportalUrlId),
        "name" or "nameWithin" => item => wanted.Contains(item.Name),
        "projectName" or "projectNameWithin" => item => wanted.Contains(item.Project.Name),
        "projectLuid" or "projectLuidWithin" => item => wanted.Contains(item.Project.Luid),
        _ => throw Unknown(name),
    };

    private static Func<MetadataDatabase, bool> DatabaseTest(string name, HashSet<string> wanted) => name switch
    {
        "connectionType" or "connectionTypeWithin" => database => wanted.Contains(database.ConnectionType),
        "name" or "nameWithin" => database => wanted.Contains(database.Name),
        _ => throw Unknown(name),
    };

    private static GraphQlProblem Unknown(string name) =>
        GraphQlProblem.Validation($"argument 'filter' contains a field not in the filter type: '{name}'");

    private static IReadOnlyDictionary<string, object?> Members(IReadOnlyDictionary<string, object?> arguments) =>
        arguments.GetValueOrDefault("filter") switch
        {
            null => new Dictionary<string, object?>(),
            IReadOnlyDictionary<string, object?> members => members,
            _ => throw GraphQlProblem.Validation("argument 'filter' is not an object"),
        };

    private static HashSet<string> Texts(object? value) =>
        [.. value is List<object?> many ? many.Select(one => $"{one}") : [$"{value}"]];
}

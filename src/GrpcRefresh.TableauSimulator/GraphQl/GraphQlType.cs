namespace GrpcRefresh.Simulation.GraphQl;

/// <summary>A type of the model and how to get each of its fields from a source object.</summary>
internal sealed class GraphQlType(string name)
{
    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);

    public string Name => name;

    public Member? Find(string field) => _members.GetValueOrDefault(field);

    /// <summary>A field with a plain value.</summary>
    public GraphQlType Value<T>(string field, Func<T, object?> get) => Add(field, null, (source, _) => get((T)source));

    /// <summary>A field with an object, or a list of objects, of another type.</summary>
    public GraphQlType Object<T>(string field, GraphQlType type, Func<T, object?> get) => Add(field, type, (source, _) => get((T)source));

    /// <summary>A field with arguments.</summary>
    public GraphQlType Object(string field, GraphQlType type, Func<object, IReadOnlyDictionary<string, object?>, object?> get) =>
        Add(field, type, get);

    private GraphQlType Add(string field, GraphQlType? type, Func<object, IReadOnlyDictionary<string, object?>, object?> get)
    {
        _members.Add(field, new Member(type, get));
        return this;
    }

    internal sealed record Member(GraphQlType? Type, Func<object, IReadOnlyDictionary<string, object?>, object?> Get);
}

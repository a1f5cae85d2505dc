using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>A column of the mapping table: by its plain name in results, quoted in statements.</summary>
internal sealed record MappingColumn(string Name)
{
    public string Quoted { get; } = SqlName.Of(Name).ToString();

    /// <summary>Null when the text is no name of one part.</summary>
    public static MappingColumn? TryParse(string text)
    {
        if (!SqlName.TryParse(text, out var parsed))
        {
            return null;
        }

        var name = $"{parsed}"[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
        return SqlName.Of(name) == parsed ? new MappingColumn(name) : null;
    }

    public override string ToString() => Quoted;
}

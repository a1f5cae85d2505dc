using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>The mapping table and its columns, as they come into statements.</summary>
internal sealed class MappingNames(MappingOptions options)
{
    public SqlName Table { get; } = SqlName.TryParse(options.Table, out var name) ? name! : throw new FormatException($"{MappingOptions.Key}:Table was not checked.");

    public MappingColumn Type { get; } = Of(options.Columns.ResourceType);

    public MappingColumn Name { get; } = Of(options.Columns.ResourceName);

    public MappingColumn Project { get; } = Of(options.Columns.ProjectName);

    public MappingColumn Site { get; } = Of(options.Columns.SiteId);

    public MappingColumn Luid { get; } = Of(options.Columns.ResourceId);

    public MappingColumn Server { get; } = Of(options.Columns.Server);

    public MappingColumn Path { get; } = Of(options.Columns.ProjectPath);

    public MappingColumn Owner { get; } = Of(options.Columns.OwnerName);

    public MappingColumn Url { get; } = Of(options.Columns.Url);

    public MappingColumn SyncedAt { get; } = Of(options.Columns.SyncedAt);

    public MappingColumn VanishedAt { get; } = Of(options.Columns.VanishedAt);

    /// <summary>What the published recipe's table has.</summary>
    public IReadOnlyList<MappingColumn> OfRecipe => [Type, Name, Project, Site, Luid];

    /// <summary>What <c>snowflake/60_mapping_table.sql</c> adds.</summary>
    public IReadOnlyList<MappingColumn> OfService => [Server, Path, Owner, Url, SyncedAt, VanishedAt];

    private static MappingColumn Of(string text) => MappingColumn.TryParse(text) ?? throw new FormatException($"{MappingOptions.Key}:Columns was not checked.");
}

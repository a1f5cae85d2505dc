namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>The whole mapping table at one time.</summary>
/// <param name="Missing">Columns that the service needs for a sync and the table lacks.</param>
internal sealed record MappingReading(IReadOnlyList<MappingRow> Rows, IReadOnlyList<MappingColumn> Missing);

namespace GrpcRefresh.Server.Tableau;

/// <summary>A project; <paramref name="ParentLuid"/> is null at the top.</summary>
internal sealed record TableauProject(string Luid, string Name, string? ParentLuid);

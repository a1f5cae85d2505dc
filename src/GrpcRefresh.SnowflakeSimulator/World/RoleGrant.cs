namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>A privilege of a role, as SHOW GRANTS tells it. Those on tables and integrations are told and not enforced.</summary>
internal sealed record RoleGrant(string Role, string Privilege, string On, string Name);

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>What a role is told of its privileges, and of integrations.</summary>
internal static class GrantStatements
{
    private static readonly SqlOutColumn[] Granted =
        [.. new[] { "created_on", "privilege", "granted_on", "name", "granted_to", "grantee_name", "grant_option" }.Select(name => new SqlOutColumn(name, "text"))];

    private static readonly SqlOutColumn[] Integrations = [.. new[] { "name", "type", "category", "enabled", "comment", "created_on" }.Select(name => new SqlOutColumn(name, "text"))];

    /// <summary>After SHOW GRANTS TO ROLE.</summary>
    public static SqlOutcome Show(SqlSession session, SqlCursor cursor)
    {
        var role = cursor.Name();
        cursor.ExpectEnd();
        return new SqlOutcome(Granted, [.. session.World.GrantsTo(role).Select(grant => new string?[] { null, grant.Privilege, grant.On, grant.Name, "ROLE", role, "false" })]);
    }

    /// <summary>After SHOW INTEGRATIONS: those that the role may use.</summary>
    public static SqlOutcome ShowIntegrations(SqlSession session, SqlCursor cursor)
    {
        cursor.ExpectEnd();
        return new SqlOutcome(Integrations, [.. session.World.GrantsTo(session.Role).Where(grant => grant.On == "INTEGRATION")
            .Select(grant => new string?[] { grant.Name, "EXTERNAL_ACCESS", "EXTERNAL_ACCESS", "true", null, null })]);
    }
}

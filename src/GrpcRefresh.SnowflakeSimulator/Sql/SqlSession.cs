using GrpcRefresh.SnowflakeSimulation.Api;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>What a statement is executed as and with.</summary>
internal sealed class SqlSession(SnowflakeWorld world, Identity identity, Submission submission)
{
    public SnowflakeWorld World => world;

    public Identity Identity => identity;

    public string Role { get; } = submission.Role ?? identity.Token?.Role ?? identity.User.DefaultRole;

    public string Tag => submission.Tag;

    public int Count => submission.Count;

    public IReadOnlyList<object?> Bindings => submission.Bindings;

    /// <summary>Null when the statement needed none.</summary>
    public string? UsedWarehouse { get; private set; }

    public string? DatabaseOrNull => submission.Database;

    /// <summary>The one that would be used, if there is one.</summary>
    public string? Warehouse => (submission.Warehouse ?? identity.User.DefaultWarehouse)?.ToUpperInvariant() is { } name ? world.FindWarehouse(name)?.Name : null;

    /// <summary>For whatever reads or writes tables.</summary>
    public void UseWarehouse(Execution execution)
    {
        var name = submission.Warehouse ?? identity.User.DefaultWarehouse
            ?? throw new SqlProblem("000606", "57P03", "No active warehouse selected in the current session. Select an active warehouse with the 'use warehouse' command.");
        var warehouse = world.FindWarehouse(name.ToUpperInvariant()) ?? throw SqlProblem.NoObject("Warehouse", name);
        warehouse.Use(execution.Start, execution.EndsAt);
        UsedWarehouse = warehouse.Name;
    }

    /// <summary>The full name of an object as the table store knows it.</summary>
    public string Resolve(IReadOnlyList<string> parts) => parts switch
    {
        [var name] => $"{Database}.{Schema}.{name}",
        [var schema, var name] => $"{Database}.{schema}.{name}",
        [var database, var schema, var name] => $"{database}.{schema}.{name}",
        _ => throw SqlProblem.Unknown($"a name of {parts.Count} parts"),
    };

    public string Database => submission.Database
        ?? throw new SqlProblem("090105", "22000", "Cannot perform operation. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.");

    private string Schema => submission.Schema ?? "PUBLIC";
}

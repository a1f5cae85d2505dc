namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>The account that a bundle of ours would have made: see the README.</summary>
internal static class Seed
{
    public static void Plant(SnowflakeWorld world)
    {
        world.Warehouse("REFRESH_WH");
        var service = world.User("GRPCREFRESH_SVC");
        service.Roles.Add("GRPCREFRESH");
        (service.DefaultRole, service.DefaultWarehouse, service.NetworkPolicy) = ("GRPCREFRESH", "REFRESH_WH", ["*"]);
        var admin = world.User("ADMIN");
        admin.Roles.Add("ACCOUNTADMIN");
        (admin.Type, admin.DefaultRole, admin.DefaultWarehouse, admin.NetworkPolicy) = (SnowflakeUserType.Person, "ACCOUNTADMIN", "REFRESH_WH", ["*"]);
        foreach (var name in new[] { "TABLEAU_SVC", "FINANCE_SVC", "OPERATIONS_SVC", "MARKETING_SVC" })
        {
            var tableau = world.User(name);
            tableau.Roles.Add("TABLEAU");
            (tableau.DefaultRole, tableau.NetworkPolicy) = ("TABLEAU", ["*"]);
            world.GrantTokens(name, "GRPCREFRESH");
        }
    }
}

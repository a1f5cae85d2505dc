using static GrpcRefresh.Simulation.World.Seed.ConnectionSeed;

namespace GrpcRefresh.Simulation.World.Seed;

/// <summary>The Default site: what the demos refresh and rotate, and one example of each thing that makes that hard.</summary>
internal static class DefaultSiteSeed
{
    public static void AddTo(WorldData data)
    {
        var site = new Site(Luid.From("Default"), "Default", "");
        data.Sites.Add(site);
        var seed = new SiteSeed(data, site);
        var demo = seed.User("demo", "Demo Admin", "SiteAdministratorCreator");
        var ana = seed.User("ana", "Ana Silva", "Creator");
        var limited = seed.User("limited", "Lim Ited", "ExplorerCanPublish");
        OperatorSeed.AddTo(seed);
        seed.Token("demo", demo);
        seed.Token("limited", limited);
        seed.ConnectedApp("refresh-app");
        AddSales(seed, demo, ana);
        AddMarketing(seed, demo, ana, limited);
        AddFinance(seed, demo, ana);
        AddOperations(seed, demo, limited);
    }

    private static void AddSales(SiteSeed seed, User demo, User ana)
    {
        var sales = seed.Project("Sales", demo);
        var emea = seed.Project("EMEA", demo, sales);

        // The smallest of all, and out of use: whoever looks for something quick to refresh must look at more than sizes.
        seed.Incremental(seed.Stale(seed.Datasource(sales, "Orders", demo, 101, Snowflake("TABLEAU_SVC", "SALES"))));
        seed.Workbook(emea, "Pipeline", ana, 201, Snowflake("TABLEAU_SVC", "SALES"));
        seed.Workbook(sales, "Superstore", demo, 202, Snowflake("TABLEAU_SVC", "SALES"), TextFile("superstore.csv"));

        // Older servers let two owners use one name in one project.
        seed.Workbook(sales, "Regional Overview", ana, 203, Snowflake("TABLEAU_SVC", "SALES"));
        seed.Workbook(sales, "Regional Overview", demo, 204, Snowflake("TABLEAU_SVC", "SALES"));
        seed.Workbook(sales, "Forecast", ana, 205, Snowflake("TABLEAU_SVC", "SALES"));
        seed.Live(seed.Workbook(sales, "Live Orders", ana, 206, Snowflake("TABLEAU_SVC", "SALES")));
    }

    private static void AddMarketing(SiteSeed seed, User demo, User ana, User limited)
    {
        var marketing = seed.Project("Marketing", demo);
        var sales = seed.Project("Sales", demo, marketing);
        seed.Workbook(sales, "Forecast", ana, 207, Snowflake("MARKETING_SVC", "MARKETING"));
        seed.Workbook(marketing, "Web Traffic", limited, 208, TextFile("traffic.csv"));
        seed.Datasource(marketing, "Leads", ana, 106, SnowflakeElsewhere("oauth", "ana", "MARKETING"));
    }

    private static void AddFinance(SiteSeed seed, User demo, User ana)
    {
        var finance = seed.Project("Finance", demo);
        var ledger = seed.Datasource(finance, "Ledger", demo, 102, Snowflake("FINANCE_SVC", "FINANCE"));
        seed.Workbook(finance, "Budget vs Actuals", ana, 209, Snowflake("FINANCE_SVC", "FINANCE"), Snowflake("TABLEAU_SVC", "SALES"));
        seed.Workbook(finance, "R&D Spend", ana, 210, Snowflake("FINANCE_SVC", "FINANCE"));
        seed.Live(seed.Workbook(finance, "Board Report", demo, 211, LinkTo(ledger)));
        seed.Side(SideContentKind.VirtualConnection, finance, "Finance Warehouse", demo, 801, Snowflake("FINANCE_SVC", "FINANCE"));
    }

    private static void AddOperations(SiteSeed seed, User demo, User limited)
    {
        var operations = seed.Project("Operations", demo);
        var logistics = seed.Project("Logistics", demo, operations);
        seed.Datasource(operations, "Shipments", demo, 103, Snowflake("OPERATIONS_SVC", "OPERATIONS", "ACME-Analytics.SnowflakeComputing.com"));
        seed.Live(seed.Datasource(logistics, "Carriers", demo, 104, SqlServer("CARRIERS")));
        seed.Datasource(operations, "Sensor Readings", demo, 105, SnowflakeElsewhere("auth-keypair", "SENSOR_SVC", "OPERATIONS"));
        seed.Datasource(operations, "Inventory Snapshot", limited, 107, Snowflake("OPERATIONS_SVC", "OPERATIONS"));
        seed.Side(SideContentKind.Flow, operations, "Clean Shipments", demo, 701, Snowflake("OPERATIONS_SVC", "OPERATIONS"));
        seed.Workbook(operations, "Warehouse Stock", demo, 212, SqlServer("STOCK"));
        seed.Workbook(logistics, "Delivery Times", limited, 213, Snowflake("OPERATIONS_SVC", "OPERATIONS"));
    }
}

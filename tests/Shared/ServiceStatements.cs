using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.Server.Outcomes;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Testing;

/// <summary>What the service sends to Snowflake with its default names, with texts in the places of bound values, for whoever knows Snowflake's grammar.</summary>
internal static class ServiceStatements
{
    public static IEnumerable<string> All => [Outcomes.Text.Replace("?", "'[]'", StringComparison.Ordinal), Names.Text.Replace("?", "'bound'", StringComparison.Ordinal)];

    private static SqlStatement Outcomes => OutcomeStatement.Merge(Table(new OutcomeOptions().Table), "[]");

    private static SqlStatement Names =>
        new MappingMerge(new MappingNames(new MappingOptions())).Of(new Server.SiteKey("default", ""), [MappingChange.Vanished(Row)], DateTimeOffset.UnixEpoch).Single();

    private static MappingRow Row => new("workbook", "Orders", "Sales", "", "0a1b", "default", "Sales", "", "", HasVanished: false);

    private static SqlName Table(string name) => SqlName.TryParse(name, out var table) ? table! : throw new FormatException(name);
}

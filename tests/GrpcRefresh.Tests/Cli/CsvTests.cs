using GrpcRefresh.Cli.Output;

namespace GrpcRefresh.Tests.Cli;

public sealed class CsvTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("one\rline", "\"one\rline\"")]
    [InlineData("=HYPERLINK(\"http://x\",1)", "\"'=HYPERLINK(\"\"http://x\"\",1)\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("1-1=0", "1-1=0")]
    public void A_value_is_quoted_where_it_must_be_and_is_never_a_formula(string value, string cell) =>
        Assert.Equal($"{cell},z", Csv.Line([value, "z"]));

    [Fact]
    public void Every_field_of_a_connection_has_its_column()
    {
        var fields = V1.Connection.Descriptor.Fields.InDeclarationOrder().Select(field => field.JsonName);

        Assert.Equal(fields, ConnectionText.Csv.Select(column => column.Name));
    }

    [Fact]
    public void A_path_is_written_as_a_selector_takes_it()
    {
        var path = ConnectionText.Csv.Single(column => column.Name == "projectPath").Value(TheRotation.Connection("Shipments"));

        Assert.Equal("Operations/R&D %2F Lab 5%25", path);
    }
}

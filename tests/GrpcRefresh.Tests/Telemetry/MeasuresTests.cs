using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Tests.Telemetry;

public sealed class MeasuresTests
{
    [Fact]
    public void Every_measure_is_listed_once() => Assert.Equal(
        typeof(Measures).GetFields().Where(field => field.FieldType == typeof(Measure)).Select(field => ((Measure)field.GetValue(null)!).Name).Order(),
        Measures.All.Select(measure => measure.Name).Order());

    [Fact]
    public void Every_histogram_has_growing_buckets() => Assert.All(
        Measures.All.Where(measure => measure.Kind == MeasureKind.Histogram),
        measure => Assert.Equal([.. new SortedSet<double>(measure.Buckets).DefaultIfEmpty()], measure.Buckets));

    [Fact]
    public void No_measure_tells_a_job_or_a_caller() =>
        Assert.DoesNotContain(Measures.All.SelectMany(measure => measure.Tags), tag => tag.Values is null && tag.Name is not ("server" or "site"));

    [Fact]
    public void Every_failure_of_Tableau_is_an_outcome_of_the_same_name() =>
        Assert.All(Enum.GetValues<TableauErrorKind>(), kind => Assert.Equal($"{kind}", $"{Exchange.Of(kind)}"));

    [Theory]
    [InlineData("workbooks/6f3a/refresh", "/workbooks/{id}/refresh")]
    [InlineData("datasources?filter=name%3Aeq%3Ajobs&pageSize=1000", "/datasources")]
    [InlineData("virtualConnections/6f3a/connections?pageSize=1000&pageNumber=2", "/virtualConnections/{id}/connections")]
    [InlineData("datasources/6f3a/connections/77", "/datasources/{id}/connections/{id}")]
    [InlineData("jobs/6f3a", "/jobs/{id}")]
    [InlineData("tasks/extractRefreshes/6f3a/runNow", "/tasks/extractRefreshes/{id}/runNow")]
    [InlineData("schedules/6f3a/extracts", "/schedules/{id}/extracts")]
    [InlineData("/api/3.27/auth/signin", "/auth/signin")]
    [InlineData("/api/2.4/serverinfo", "/serverinfo")]
    [InlineData("/api/metadata/graphql", "/metadata/graphql")]
    [InlineData("something/new", "OTHER")]
    public void A_path_is_known_by_its_route(string path, string route)
    {
        Assert.Equal(route, TableauRoutes.Of(path));
        Assert.Contains(route, MeasureTags.Route.Values!);
    }
}

namespace GrpcRefresh.Tests.Telemetry;

public sealed class PromCheckTests
{
    [Theory]
    [InlineData("sum(rate(grpcrefresh_jobs_ended[5m]))", "there is no grpcrefresh_jobs_ended")]
    [InlineData("grpcrefresh_jobs_ended_total{status=\"FAILED\"}", "grpcrefresh_jobs_ended_total has no label status")]
    [InlineData("grpcrefresh_jobs_ended_total{state=\"BROKEN\"}", "state of grpcrefresh_jobs_ended_total is never BROKEN")]
    [InlineData("grpcrefresh_jobs_ended_total{state=~\"FAILED|BROKEN\"}", "state of grpcrefresh_jobs_ended_total is never BROKEN")]
    [InlineData("sum by (caller) (grpcrefresh_jobs_active)", "nothing it asks for has the label caller")]
    [InlineData("grpcrefresh_rpc_duration_seconds", "there is no grpcrefresh_rpc_duration_seconds")]
    [InlineData("1 + 1", "It asks for nothing: 1 + 1")]
    [InlineData("grpcrefresh_jobs_active{state", "It ends too early.")]
    public void What_does_not_exist_is_found(string query, string problem) => Assert.Equal([problem], PromCheck.Problems(query));

    [Theory]
    [InlineData("histogram_quantile(0.99, sum by (le, method) (rate(grpcrefresh_rpc_duration_seconds_bucket{door=\"RPC\"}[$__rate_interval])))")]
    [InlineData("max by (site) (grpcrefresh_jobs_state_age_seconds{kind=\"REFRESH\",state=~\"PENDING|RUNNING\",site=~\"$site\"}) > 14400")]
    [InlineData("sum(grpcrefresh_jobs_ended_total{state!=\"SUCCEEDED\"} offset 5m) / sum(grpcrefresh_jobs_ended_total) >= 0.5")]
    public void What_exists_passes(string query) => Assert.Empty(PromCheck.Problems(query));
}

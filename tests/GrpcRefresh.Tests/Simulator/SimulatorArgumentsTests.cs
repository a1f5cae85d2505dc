using GrpcRefresh.Simulation.Hosting;
using Xunit;

namespace GrpcRefresh.Tests.Simulator;

public sealed class SimulatorArgumentsTests
{
    [Fact]
    public void Without_arguments_the_port_is_the_documented_one() => Assert.Equal(5490, SimulatorArguments.Parse([])?.Port);

    [Fact]
    public void Every_flag_is_heard()
    {
        var options = SimulatorArguments.Parse(
        [
            "--address", "0.0.0.0", "--port", "0", "--job-duration", "00:00:02", "--backgrounders", "9", "--api-version", "3.24", "--workbooks", "30", "--datasources", "7",
            "--http-webhooks", "true", "--connections-per-item", "3.3334", "--both-sites", "true", "--variety", "true",
        ]);

        Assert.NotNull(options);
        Assert.Equal((0, TimeSpan.FromSeconds(2), 9, "3.24", 30, 7), (
            options.Port, options.JobDuration, options.Backgrounders, options.ApiVersion, options.Workbooks, options.Datasources));
        Assert.Equal("0.0.0.0", $"{options.Address}");
        Assert.True(options.AllowHttpWebhooks);
        Assert.Equal((3.3334m, true, true), (options.ConnectionsPerItem, options.LoadOnBothSites, options.Variety));
    }

    [Theory]
    [InlineData("--address", "everywhere")]
    [InlineData("--port")]
    [InlineData("--port", "many")]
    [InlineData("--workbooks", "-1")]
    [InlineData("--job-duration", "soon")]
    [InlineData("--http-webhooks", "perhaps")]
    [InlineData("--connections-per-item", "0.9")]
    [InlineData("--connections-per-item", "3,5")]
    [InlineData("--both-sites", "perhaps")]
    [InlineData("--variety", "1")]
    [InlineData("--colour", "blue")]
    public void An_unknown_or_senseless_argument_is_refused(params string[] args) => Assert.Null(SimulatorArguments.Parse(args));
}

using GrpcRefresh.SnowflakeSimulation.Hosting;

namespace GrpcRefresh.Tests.Snowflake;

public sealed class SimulatorArgumentsTests
{
    [Fact]
    public void Without_arguments_the_port_is_the_documented_one() => Assert.Equal(5491, SimulatorArguments.Parse([])?.Port);

    [Fact]
    public void Every_flag_is_heard()
    {
        var options = SimulatorArguments.Parse(["--port", "0", "--account", "a-b"]);
        Assert.Equal((0, "a-b"), (options!.Port, options.Account));
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--port", "many")]
    [InlineData("--colour", "red")]
    public void What_is_not_understood_is_refused(params string[] args) => Assert.Null(SimulatorArguments.Parse(args));
}

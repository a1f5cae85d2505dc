using GrpcRefresh.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Host;

public sealed class StartTests
{
    [Fact]
    public void Mistakes_in_several_sections_are_told_at_once()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => ServerHost.Build([], builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["GrpcRefresh:Storage:Sqlite"] = " ",
            ["GrpcRefresh:Jobs:PollMin"] = "00:01:00",
            ["GrpcRefresh:Rpc:Listen"] = "http://0.0.0.0:5400",
        })));

        Assert.Contains(refused.Failures, failure => failure.Contains("GrpcRefresh:Storage:Sqlite", StringComparison.Ordinal));
        Assert.Contains(refused.Failures, failure => failure.Contains("GrpcRefresh:Jobs:PollMax", StringComparison.Ordinal));
        Assert.Contains(refused.Failures, failure => failure.Contains("GrpcRefresh:Rpc:Listen", StringComparison.Ordinal));
        Assert.Contains(refused.Failures, failure => failure.Contains("GrpcRefresh:Tableau", StringComparison.Ordinal));
    }
}

using System.Net.Sockets;
using GrpcRefresh.Server;
using Microsoft.AspNetCore.Connections;
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

    public static TheoryData<Exception, int> Problems => new()
    {
        { new OptionsValidationException("", typeof(object), ["A key is wrong."]), 2 },
        { new InvalidDataException("A file is no JSON.", new FormatException("In line 3.")), 2 },
        { new StartRefusedException("The schema is newer."), 2 },
        { new StartRefusedException("The database is in use.") { MayPass = true }, 1 },
        { new IOException("Failed to bind", new AddressInUseException("in use")), 1 },
        { new SocketException((int)SocketError.AddressNotAvailable), 1 },
        { new SocketException((int)SocketError.AccessDenied), 2 },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_problem_that_may_pass_is_told_from_one_to_be_mended(Exception e, int exitCode) => Assert.Equal(exitCode, StartProblem.Of(e)!.ExitCode);

    [Fact]
    public void A_surprise_is_no_problem_to_be_told_in_a_sentence() => Assert.Null(StartProblem.Of(new InvalidOperationException()));
}

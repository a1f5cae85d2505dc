using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Verbs;

public sealed class HealthTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-health-");
    private readonly Dictionary<string, string?> _settings;
    private readonly string _rpc = $"http://127.0.0.1:{Ports.Free()}";

    public HealthTests() => _settings = ServiceSettings.For(new Uri("http://127.0.0.1:1"), _rpc, _folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(true, "ok")]
    [InlineData(false, "Serving")]
    public async Task It_asks_the_gateway_or_the_gRPC_port_when_there_is_no_gateway(bool gateway, string words)
    {
        _settings["GrpcRefresh:Gateway:Listen"] = gateway ? $"http://127.0.0.1:{Ports.Free()}" : "";
        using var channel = GrpcChannel.ForAddress(_rpc);
        await using var service = await ServiceProcess.StartAsync(_settings, channel);

        var up = await AskAsync();
        await service.KillAsync();
        var down = await AskAsync();

        Assert.Equal((0, words, ""), (up.ExitCode, up.Output.Trim(), up.Errors));
        Assert.Equal((1, ""), (down.ExitCode, down.Output));
        Assert.Contains("does not answer", down.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_none_is_told_with_its_key()
    {
        _settings["GrpcRefresh:Rpc:Listen"] = "here";

        var run = await AskAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("GrpcRefresh:Rpc:Listen is 'here'", run.Errors, StringComparison.Ordinal);
    }

    private Task<ProgramRun> AskAsync() =>
        ServerVerb.RunAsync(_settings["GrpcRefresh:Storage:Sqlite"]!, ["health", .. _settings.Select(setting => $"--{setting.Key}={setting.Value}")]);
}

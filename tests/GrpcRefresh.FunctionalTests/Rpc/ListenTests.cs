using System.Net;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.FunctionalTests.Rpc;

public sealed class ListenTests
{
    [Theory]
    [InlineData("--GrpcRefresh:Rpc:Listen=http://0.0.0.0:0", "no caller is configured")]
    [InlineData("--GrpcRefresh:Rpc:Listen=https://127.0.0.1:0", "Tls:CertificateFile is missing")]
    [InlineData("--GrpcRefresh:Tls:KeyFile=tls.key", "Tls:CertificateFile is missing")]
    [InlineData("--GrpcRefresh:Proxy:Networks:0=everybody", "Proxy:Networks:0")]
    [InlineData("--GrpcRefresh:Storage:Sqlite=/nonexistent/grpcrefresh.db", "that folder does not exist")]
    [InlineData("--GrpcRefresh:Rpc:MaxReceiveMessageSize=1", "MaxReceiveMessageSize")]
    [InlineData("--GrpcRefresh:Rpc:KeepAlivePingDelay=00:00:00", "KeepAlivePingDelay")]
    public async Task A_service_that_would_be_set_up_badly_does_not_start(string setting, string why)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => LoopbackHost.StartServiceAsync(setting).SoonAsync());

        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_port_speaks_nothing_but_HTTP_2()
    {
        await using var host = await LoopbackHost.StartServiceAsync();
        using var client = new HttpClient();

        using var response = await client.GetAsync(new Uri($"http://{host.Channel.Target}/")).SoonAsync();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("HTTP/2 only endpoint", await response.Content.ReadAsStringAsync().SoonAsync(), StringComparison.Ordinal);
    }
}

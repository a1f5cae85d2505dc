using System.Net;
using GrpcRefresh.Testing;
using GrpcRefresh.V1.Rpc;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.FunctionalTests.Gateway;

public sealed class FaultTests
{
    [Fact]
    public async Task A_fault_tells_its_incident_and_the_log_tells_the_rest_with_the_requests_name()
    {
        await using var gateway = await GatewayService.StartAsync();
        var scopes = new ScopeRecorder();
        gateway.Service.AlsoAtStart = services => services.AddSingleton<ILoggerProvider>(scopes);
        await gateway.Service.RestartAsync();
        await LoseAsync(gateway.Service.Database);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/jobs/nobody") { Headers = { { "X-Request-Id", "at-3-am" } } };

        using var answer = await gateway.Http.SendAsync(request);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.DoesNotContain("no such table", text, StringComparison.Ordinal);
        var info = Assert.Single(JsonDoor.RefusalOf(text, 500).All<ErrorInfo>());
        var logged = Assert.Single(gateway.Service.Errors.Entries, entry => entry.Contains("/grpcrefresh.v1.JobService/GetJob", StringComparison.Ordinal));
        Assert.Contains(info.Metadata["incident"], logged, StringComparison.Ordinal);
        Assert.Contains("no such table", logged, StringComparison.Ordinal);
        Assert.Contains("Request at-3-am", scopes.Entries);
    }

    private static async Task LoseAsync(string database)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "ALTER TABLE jobs RENAME TO lost";
        await command.ExecuteNonQueryAsync();
    }
}

using GrpcRefresh.FunctionalTests.Access;
using GrpcRefresh.FunctionalTests.Gateway;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Abuse;

/// <summary>A service with callers and short patience, and both of its doors.</summary>
public sealed class AbuseWorld : IAsyncLifetime
{
    internal static TimeSpan Moment { get; } = TimeSpan.FromSeconds(2);

    internal GatewayService Gateway { get; private set; } = null!;

    internal TestService Service => Gateway.Service;

    /// <summary>As a header: <c>Bearer …</c>.</summary>
    internal string Viewer { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Gateway = await GatewayService.StartAsync(settings: all => all["GrpcRefresh:Gateway:RequestHeadersTimeout"] = "00:00:01");
        Viewer = new KeyRing(Service).New("viewer", Role.Viewer).GetValue("authorization")!;
        Assert.StartsWith("HTTP/1.1 200", (await AskAsync("/v1/jobs")).Answer, StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        Assert.Empty(Service.Errors.Entries);
        await Gateway.DisposeAsync();
    }

    internal Task<(int Status, string Answer)> AskAsync(string target) => Gateway.AskAsync($"GET {target}", $"Authorization: {Viewer}\r\n");

    /// <summary>Whatever somebody did, the others are answered.</summary>
    internal async Task AssertServesAsync()
    {
        Assert.Equal(200, (await AskAsync("/v1/jobs")).Status);
        await Service.Jobs.ListJobsAsync(new ListJobsRequest(), new() { { "authorization", Viewer } }, DateTime.UtcNow + CallExtensions.Patience);
    }

    /// <summary>Sends bytes and answers all that comes until the service ends the connection.</summary>
    internal static async Task<byte[]> SendAsync(Uri door, byte[] bytes)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        using var connection = await RawConnection.OpenAsync(door, patience.Token);
        await connection.SendAsync(bytes, patience.Token);
        return await connection.ReadToEndAsync(patience.Token);
    }
}

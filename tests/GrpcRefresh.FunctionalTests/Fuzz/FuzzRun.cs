using System.Diagnostics;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>Sends requests to both doors, each made of the seed and its index alone, until there were enough or the time is up.</summary>
internal sealed class FuzzRun(FuzzWorld world, int seed) : IDisposable
{
    private const int Workers = 16;

    private readonly GatewayConnections _gateway = new(world.Gateway);
    private readonly HttpClient _rpc = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, EnableMultipleHttp2Connections = true }) { BaseAddress = world.Rpc, Timeout = Timeout.InfiniteTimeSpan };

    public FuzzTally Tally { get; } = new();

    public async Task SendAsync(int first, int count, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        var next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            int index;
            while (watch.Elapsed < time && !world.Service.HasExited && (index = Interlocked.Increment(ref next)) < first + count)
            {
                await SendOneAsync(index);
            }
        })));
    }

    public void Dispose()
    {
        _gateway.Dispose();
        _rpc.Dispose();
    }

    private async Task SendOneAsync(int index)
    {
        var random = new Random(unchecked((seed * 1_000_003) + index));
        IFuzzRequest request = index % 2 == 0 ? GatewayFuzz.New(_gateway, world, random) : GrpcFuzz.New(_rpc, world, random);
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        try
        {
            Tally.Add(index, request, await request.SendAsync(patience.Token));
        }
        catch (Exception e)
        {
            // Whatever it is, the request that led to it must not be lost.
            Tally.Add(index, request, new FuzzAnswer($"no answer: {e.GetType().Name}", e.ToString()));
        }
    }
}

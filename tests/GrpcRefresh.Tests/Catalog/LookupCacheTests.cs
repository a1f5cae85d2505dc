using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Tests.Infrastructure;
using Xunit;

namespace GrpcRefresh.Tests.Catalog;

public sealed class LookupCacheTests
{
    private readonly ManualTimeProvider _time = new();
    private int _loads;

    [Fact]
    public async Task What_was_not_asked_for_longest_makes_room()
    {
        var cache = new LookupCache<string, int>(2, TimeSpan.FromHours(1), _time);
        await GetAsync(cache, "a");
        await GetAsync(cache, "b");
        await GetAsync(cache, "a");
        await GetAsync(cache, "c");
        Assert.Equal(3, _loads);

        await GetAsync(cache, "a");
        Assert.Equal(3, _loads);
        await GetAsync(cache, "b");
        Assert.Equal(4, _loads);
    }

    [Fact]
    public async Task A_lifetime_of_zero_remembers_nothing()
    {
        var cache = new LookupCache<string, int>(2, TimeSpan.Zero, _time);
        await GetAsync(cache, "a");
        await GetAsync(cache, "a");
        Assert.Equal(2, _loads);
    }

    [Fact]
    public async Task A_failure_reaches_all_who_waited_and_is_forgotten()
    {
        var cache = new LookupCache<string, int>(2, TimeSpan.FromHours(1), _time);
        var gate = new TaskCompletionSource<int>();
        var first = cache.GetAsync("a", () => gate.Task, default);
        var second = cache.GetAsync("a", () => Task.FromResult(2), default);
        gate.SetException(new IOException("gone"));

        await Assert.ThrowsAsync<IOException>(() => first);
        await Assert.ThrowsAsync<IOException>(() => second);
        Assert.Equal(3, await cache.GetAsync("a", () => Task.FromResult(3), default));
    }

    [Fact]
    public async Task A_caller_who_gives_up_leaves_the_load_to_the_others()
    {
        var cache = new LookupCache<string, int>(2, TimeSpan.FromHours(1), _time);
        var gate = new TaskCompletionSource<int>();
        using var impatient = new CancellationTokenSource();
        var first = cache.GetAsync("a", () => gate.Task, impatient.Token);
        var second = cache.GetAsync("a", () => gate.Task, default);

        await impatient.CancelAsync();
        gate.SetResult(7);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(7, await second);
    }

    [Fact]
    public async Task Stale_values_are_removed_by_what_they_are()
    {
        var cache = new LookupCache<string, int>(10, TimeSpan.FromHours(1), _time);
        await GetAsync(cache, "a");
        await GetAsync(cache, "b");
        cache.Remove((_, value) => value == 1);
        await GetAsync(cache, "b");
        Assert.Equal(2, _loads);
        await GetAsync(cache, "a");
        Assert.Equal(3, _loads);
    }

    private Task<int> GetAsync(LookupCache<string, int> cache, string key) => cache.GetAsync(key, () => Task.FromResult(++_loads), default);
}

using GrpcRefresh.Server;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Callers;

public sealed class CallerRatesTests : IDisposable
{
    // One a second: more than the tests take.
    private readonly CallerRates _rates = new(Options.Create(new CallersOptions { RequestsPerSecond = 1, Burst = 3 }));

    public void Dispose() => _rates.Dispose();

    [Fact]
    public void A_caller_in_haste_is_refused_with_the_bound_and_a_time()
    {
        var failure = Exhaust("nightly");

        Assert.Equal(ErrorReason.RateLimited, failure.Reason);
        Assert.Equal(("GrpcRefresh:Callers:RequestsPerSecond", "1"), (failure.Metadata["limit"], failure.Metadata["bound"]));
        Assert.InRange(failure.RetryAfter!.Value, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void One_callers_haste_is_not_anothers()
    {
        Exhaust("nightly");

        _rates.Take(SomeCaller.Named("daily"));
    }

    private Failure Exhaust(string name)
    {
        for (var calls = 0; calls < 1_000; calls++)
        {
            try
            {
                _rates.Take(SomeCaller.Named(name));
            }
            catch (RefusedException refused)
            {
                Assert.InRange(calls, 3, 100);
                return refused.Failure;
            }
        }

        throw new InvalidOperationException("Nobody stopped it.");
    }
}

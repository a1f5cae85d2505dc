using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Outcomes;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.Tests.Tableau;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.Tests.Outcomes;

/// <summary>What the janitor of a service that writes outcomes leaves, with the rooms as the service adds them, in either order.</summary>
public sealed class OutcomeRetentionTests : IDisposable
{
    private const int MostKept = 2;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-retention");
    private readonly ManualClock _clock = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Jobs_beyond_their_retention_stay_until_they_are_written_and_no_more_than_may_be(bool jobsFirst)
    {
        await using var service = Service(jobsFirst);
        var database = service.GetRequiredService<SqliteDatabase>();
        await database.StartingAsync(default);
        using var collector = new Collector(service.GetRequiredService<ServiceMeter>());
        var store = service.GetRequiredService<JobStore>();
        foreach (var luid in new[] { "one", "two", "three" })
        {
            await EndAsync(store, luid);
        }

        _clock.Advance(TimeSpan.FromDays(365));
        var janitor = service.GetServices<IHostedService>().OfType<Janitor>().Single();
        await janitor.StartAsync(default);
        // It has looked, and waits for the next hour.
        await UntilAsync(() => _log.Lines.Any(line => line.Contains("OutcomesLost", StringComparison.Ordinal)));
        await janitor.StopAsync(default);

        Assert.Contains(_log.Lines, line => line.StartsWith("Error OutcomesLost 1 of these had never been written", StringComparison.Ordinal));
        Assert.Equal(1, collector.Of(Measures.OutcomesLost).Sum(seen => seen.Value));
        Assert.Equal(MostKept, (await service.GetRequiredService<OutcomeOutbox>().LookAsync(default)).Waiting);
    }

    private ServiceProvider Service(bool jobsFirst)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["GrpcRefresh:Storage:Sqlite"] = Path.Combine(_folder.FullName, "jobs.db"),
            ["GrpcRefresh:Outcomes:Enabled"] = "true",
            ["GrpcRefresh:Outcomes:MaxKept"] = $"{MostKept}",
            ["GrpcRefresh:Snowflake:Account"] = "myorg-myaccount",
        }).Build();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(_log)).AddSingleton<TimeProvider>(_clock).AddSingleton<IConfiguration>(configuration);
        services.AddStorage(configuration);
        _ = jobsFirst ? services.AddJobs(configuration).AddOutcomes(configuration) : services.AddOutcomes(configuration).AddJobs(configuration);
        // Of the hosted services only the janitor is wanted.
        services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType != typeof(Janitor)).ToList().ForEach(other => services.Remove(other));
        return services.BuildServiceProvider();
    }

    private static async Task EndAsync(JobStore store, string luid)
    {
        var job = (await store.EnrolAsync(Infrastructure.Some.Request(luid), 10_000, default)).Job;
        var epoch = new RunEpoch("test", await store.StartRunnerAsync("test", default), TimeSpan.FromSeconds(5), TimeProvider.System);
        await store.ChangeAsync(epoch, job.JobId, current => JobEndings.Cancelled(current, current.UpdateTime, "Withdrawn."), default);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}

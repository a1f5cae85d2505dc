using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.Simulation;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.FunctionalTests.Secrets;

/// <summary>A service that finds the secrets of an unfinished rotation in its database.</summary>
public sealed class KeyRingTests : IAsyncLifetime
{
    private const string Canary = "canary-91ab77-secret";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-keys-");
    private readonly string _listen = $"http://127.0.0.1:{Ports.Free()}";
    private TableauSimulator _tableau = null!;
    private Dictionary<string, string?> _settings = null!;

    private string Database => Path.Combine(_folder.FullName, "grpcrefresh.db");

    private string KeyRing => $"{Database}.keys";

    public async Task InitializeAsync()
    {
        _tableau = await TableauSimulator.StartAsync(new TableauSimulatorOptions());
        _settings = ServiceSettings.For(_tableau.Url, _listen, _folder.FullName);
        await StoreAsync();
    }

    public async Task DisposeAsync()
    {
        await _tableau.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task With_its_key_ring_it_starts_and_shows_the_secret_nowhere()
    {
        using var channel = GrpcChannel.ForAddress(_listen);
        await using var service = await ServiceProcess.StartAsync(_settings, channel, LogLevel.Trace);
        var scan = new SecretScan(Canary);

        scan.Process(service, environment: true);
        await scan.FolderAsync(_folder.FullName);

        scan.AssertNothingFound();
    }

    [Fact]
    public async Task A_key_ring_elsewhere_is_found_by_its_setting()
    {
        var elsewhere = Path.Combine(_folder.FullName, "elsewhere");
        Directory.Move(KeyRing, elsewhere);
        _settings["GrpcRefresh:Storage:KeyRing"] = elsewhere;
        using var channel = GrpcChannel.ForAddress(_listen);

        await using var service = await ServiceProcess.StartAsync(_settings, channel);

        Assert.False(service.HasExited);
    }

    [Fact]
    public async Task Without_its_key_ring_it_says_so_and_does_not_start()
    {
        Directory.Delete(KeyRing, recursive: true);

        var (exitCode, errors) = await ServiceProcess.RefusedAsync(_settings);

        Assert.Equal(2, exitCode);
        Assert.Contains("GrpcRefresh:Storage:KeyRing", errors, StringComparison.Ordinal);
        Assert.Contains("GrpcRefresh:Rotation:ForgetUnreadableSecrets", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beside_a_running_one_a_second_does_not_start()
    {
        using var channel = GrpcChannel.ForAddress(_listen);
        await using var service = await ServiceProcess.StartAsync(_settings, channel);
        _settings["GrpcRefresh:Rpc:Listen"] = $"http://127.0.0.1:{Ports.Free()}";

        var (exitCode, errors) = await ServiceProcess.RefusedAsync(_settings);

        Assert.Equal(2, exitCode);
        Assert.Contains("is in use by another GrpcRefresh process", errors, StringComparison.Ordinal);
        Assert.False(service.HasExited);
    }

    private async Task StoreAsync()
    {
        await using var database = new SqliteDatabase(Options.Create(new StorageOptions { Sqlite = Database }), Measuring.Storage);
        await database.StartingAsync(CancellationToken.None);
        var store = new JobStore(database, new JobFeed(), TimeProvider.System);
        var site = new Server.SiteKey(Server.SiteKey.DefaultServer, "elsewhere");
        var enrolment = await store.EnrolAsync(
            new JobRequest(
                new CatalogItem(site, ResourceType.Datasource, "luid", "Orders", [], "", "", null, null),
                new ResourceReference(ResourceType.Datasource, site.Server, site.ContentUrl, "luid", null, null),
                RefreshMode.Full,
                Freshness.AfterRequest,
                null,
                "",
                new Dictionary<string, string>(),
                "",
                OnBehalfOf: null),
            1,
            CancellationToken.None);
        await database.WriteAsync(
            db =>
            {
                RotationSecretRows.Insert(db, new SecretVault(KeyRing), enrolment.Job.JobId, new Dictionary<string, ResolvedCredential>
                {
                    [""] = new("svc", new Secret(Canary), null),
                });
                return true;
            },
            _ => { },
            CancellationToken.None);
    }
}

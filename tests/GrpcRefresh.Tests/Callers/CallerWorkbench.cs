using System.Net;
using System.Security.Cryptography;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Callers.Issuers;
using GrpcRefresh.Server.Callers.Keys;
using GrpcRefresh.Server.Callers.Open;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.Tests.Rpc;
using GrpcRefresh.V1;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Callers;

/// <summary>The authentication of callers over a real database, with a clock of its own.</summary>
internal sealed class CallerWorkbench : IAsyncDisposable
{
    private readonly TempStore _store;
    private readonly CallerRates _rates;

    private CallerWorkbench(TempStore store, ManualClock clock, CallersOptions options)
    {
        (_store, Clock) = (store, clock);
        var configured = Options.Create(options);
        var settings = new Dictionary<string, string?> { ["GrpcRefresh:Storage:Sqlite"] = Path.Combine(store.Folder, "jobs.db") };
        Keys = new ApiKeyFile(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), clock);
        var stored = new ApiKeyStore(store.Database);
        _rates = new CallerRates(configured);
        Open = new OpenCalls(configured);
        Sweep = new CredentialSweep(Open, stored, clock, new ListLogger<CredentialSweep>());
        Check = new ApiKeyCheck(stored, Compare, clock);
        Authenticator = new CallerAuthenticator(
            new ConfiguredCallers(stored, configured, clock), new CredentialCheck(Check, new TokenCheck(configured, clock, TokenLog), clock), new StrangerBrake(configured, clock, Log), _rates);
    }

    public ManualClock Clock { get; }

    public ApiKeyFile Keys { get; }

    public ApiKeyCheck Check { get; }

    public CallerAuthenticator Authenticator { get; }

    public ListLogger<StrangerBrake> Log { get; } = new();

    public ListLogger<TokenCheck> TokenLog { get; } = new();

    /// <summary>Which hashes were compared with which, in order.</summary>
    public List<(string Presented, string Stored)> Comparisons { get; } = [];

    public OpenCalls Open { get; }

    public CredentialSweep Sweep { get; }

    public static async Task<CallerWorkbench> OpenAsync(CallersOptions? options = null)
    {
        var clock = new ManualClock();
        return new CallerWorkbench(await TempStore.OpenAsync(clock), clock, options ?? new CallersOptions());
    }

    public (string Text, ApiKey Key) NewKey(string name = "pipeline", Role role = Role.Refresher, CallerScope? scope = null, TimeSpan? lifetime = null)
    {
        var (text, key) = Keys.Create(new ApiKeyRequest(name, role, scope ?? CallerScope.Everything, Clock.GetUtcNow() + lifetime))!.Value;
        return (text.Reveal(), key);
    }

    public Task<Caller> CallAsync(string? credential, string source = "192.0.2.1") =>
        Authenticator.AuthenticateAsync(credential is null ? null : $"Bearer {credential}", IPAddress.Parse(source), CancellationToken.None).AsTask();

    public async Task<Failure> RefusedAsync(string? credential, string source = "192.0.2.1") =>
        (await Assert.ThrowsAsync<RefusedException>(() => CallAsync(credential, source))).Failure;

    public async ValueTask DisposeAsync()
    {
        _rates.Dispose();
        Sweep.Dispose();
        await _store.DisposeAsync();
    }

    private bool Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Comparisons.Add((Convert.ToHexString(left), Convert.ToHexString(right)));
        return CryptographicOperations.FixedTimeEquals(left, right);
    }
}

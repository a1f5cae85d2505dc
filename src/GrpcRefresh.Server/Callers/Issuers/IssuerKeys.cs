using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace GrpcRefresh.Server.Callers.Issuers;

/// <summary>The keys of an issuer, as last read. What is known is used, also while the issuer is down; what is not known is asked for at once.</summary>
/// <remarks>
/// The platform's ConfigurationManager answers from its memory while it reads anew, so the first callers after a rotation of the keys would be refused. Here
/// they wait for the new keys.
/// </remarks>
internal sealed partial class IssuerKeys(string name, Func<CancellationToken, Task<IReadOnlyList<SecurityKey>>> read, TimeProvider time, ILogger logger)
{
    /// <summary>How long keys are used without asking whether they still are the issuer's.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromHours(1);

    /// <summary>Between two questions: made-up tokens must not make us a nuisance to the issuer.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private volatile KnownKeys? _known;
    private Task _reading = Task.CompletedTask;
    private long? _lastQuestion;

    /// <summary>The keys that a token may be signed with; none while they are not known.</summary>
    /// <param name="keyId">The one that the token names; empty when it names none.</param>
    public async Task<IReadOnlyList<SecurityKey>> GetAsync(string keyId, CancellationToken ct)
    {
        if (_known?.For(keyId) is { Count: > 0 } usable)
        {
            if (time.GetElapsedTime(_known.ReadAt) >= Freshness)
            {
                // Nobody waits for it: what is known was good so far.
                _ = AskAsync();
            }

            return usable;
        }

        return await GetNewAsync(keyId, ct);
    }

    /// <summary>The same, asking the issuer if that was not done just now: the known ones did not fit.</summary>
    public async Task<IReadOnlyList<SecurityKey>> GetNewAsync(string keyId, CancellationToken ct)
    {
        await AskAsync().WaitAsync(ct);
        return _known?.For(keyId) ?? [];
    }

    private Task AskAsync()
    {
        lock (_gate)
        {
            if (!_reading.IsCompleted || (_lastQuestion is { } last && time.GetElapsedTime(last) < Pause))
            {
                return _reading;
            }

            _lastQuestion = time.GetTimestamp();
            // Not with the token of whoever asks first: others wait for it as well.
            return _reading = Task.Run(ReadAsync);
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            _known = new KnownKeys(await read(CancellationToken.None), time.GetTimestamp());
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or InvalidDataException or JsonException or IOException)
        {
            Log.Unreadable(logger, e, name, _known is null ? "its tokens are refused until they can" : "those known before stay in use");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, EventName = "IssuerUnreadable", Level = LogLevel.Error, Message = "The keys of the issuer {Issuer} cannot be read; {Consequence}")]
        public static partial void Unreadable(ILogger logger, Exception e, string issuer, string consequence);
    }

    private sealed record KnownKeys(IReadOnlyList<SecurityKey> Keys, long ReadAt)
    {
        public IReadOnlyList<SecurityKey> For(string keyId) =>
            keyId.Length == 0 ? Keys : [.. Keys.Where(key => key.KeyId == keyId || string.IsNullOrEmpty(key.KeyId))];
    }
}

using System.Collections.Concurrent;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Callers;

/// <summary>Good credentials for a moment, so that a caller in a hurry is not looked up again and again. Bad ones never.</summary>
internal sealed class RememberedCallers(TimeProvider time)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<CredentialHash, (Caller Caller, DateTimeOffset Until)> _callers = [];

    public Caller? Find(CredentialHash credential) =>
        _callers.TryGetValue(credential, out var known) && time.GetUtcNow() < known.Until ? known.Caller : null;

    public void Add(CredentialHash credential, Caller caller, TimeSpan keepFor)
    {
        var now = time.GetUtcNow();
        if (_callers.Count >= Most)
        {
            Forget(now);
        }

        if (_callers.Count < Most)
        {
            var until = now + keepFor;
            _callers[credential] = (caller, caller.Until < until ? caller.Until.Value : until);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (credential, known) in _callers)
        {
            if (known.Until <= now)
            {
                _callers.TryRemove(credential, out _);
            }
        }
    }
}

using GrpcRefresh.Server.Security;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Callers.Open;

/// <summary>The calls that stay open, by caller: bounded in number, and ended with the credential that they were let in with.</summary>
/// <remarks>What is kept is for a credential, not for a call: thousands of watches of one caller share it.</remarks>
internal sealed class OpenCalls(IOptions<CallersOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _byName = [];
    private readonly Dictionary<CallerCredential, OpenCredential> _byCredential = [];

    /// <summary>The credentials with which calls are open now.</summary>
    public IReadOnlyList<OpenCredential> Credentials
    {
        get
        {
            lock (_gate)
            {
                return [.. _byCredential.Values];
            }
        }
    }

    /// <exception cref="RefusedException">RATE_LIMITED: this caller has as many open as it may.</exception>
    public OpenCall Enter(Caller caller)
    {
        // Of callers that cannot be told apart one would use up the bound for all.
        if (caller.IsAnonymous)
        {
            return default;
        }

        lock (_gate)
        {
            var open = _byName.GetValueOrDefault(caller.Name);
            if (open >= options.Value.MaxOpenCalls)
            {
                throw TooMany(caller, options.Value.MaxOpenCalls);
            }

            _byName[caller.Name] = open + 1;
            var key = new CallerCredential(caller.Name, caller.KeyId, caller.Until);
            if (!_byCredential.TryGetValue(key, out var credential))
            {
                _byCredential[key] = credential = new OpenCredential(key);
            }

            credential.Calls++;
            return new OpenCall(this, credential);
        }
    }

    public void Leave(OpenCredential credential)
    {
        lock (_gate)
        {
            if (--_byName[credential.Key.Name] == 0)
            {
                _byName.Remove(credential.Key.Name);
            }

            if (--credential.Calls == 0)
            {
                _byCredential.Remove(credential.Key);
            }
        }
    }

    private static RefusedException TooMany(Caller caller, int bound) => Denial.OfHaste(
        $"{caller.Name} has {bound} watches, waits and other streams open, which is the most for one caller. End some, or wait for one to end.",
        $"{CallersOptions.Section}:{nameof(CallersOptions.MaxOpenCalls)}",
        bound,
        TimeSpan.FromSeconds(5));
}

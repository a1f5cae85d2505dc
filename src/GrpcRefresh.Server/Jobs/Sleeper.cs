using System.Threading.Tasks.Sources;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Sleeps until it is called, and then looks for itself what has happened. Calls that come meanwhile count as one.</summary>
/// <remarks>One object for however many sleeps: thousands of watches keep theirs for hours.</remarks>
internal sealed class Sleeper(WakeUpCalls calls) : IValueTaskSource
{
    private const int Awake = 0;
    private const int Asleep = 1;
    private const int Called = 2;

    private ManualResetValueTaskSourceCore<bool> _sleep = new() { RunContinuationsAsynchronously = true };
    private int _state = Awake;

    /// <summary>Whether a call is due; the calls' own note.</summary>
    public bool IsDue { get; set; }

    /// <summary>Asks for a call, after what there is to see has happened.</summary>
    public void Wake() => calls.Add(this);

    public void Call()
    {
        if (Interlocked.Exchange(ref _state, Called) == Asleep)
        {
            _sleep.SetResult(true);
        }
    }

    /// <summary>Until the next call; not at all if one came since the last sleep. One sleep at a time.</summary>
    public ValueTask SleepAsync()
    {
        _sleep.Reset();
        if (Interlocked.CompareExchange(ref _state, Asleep, Awake) == Awake)
        {
            return new ValueTask(this, _sleep.Version);
        }

        WakeUp();
        return ValueTask.CompletedTask;
    }

    public ValueTaskSourceStatus GetStatus(short token) => _sleep.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _sleep.OnCompleted(continuation, state, token, flags);

    public void GetResult(short token)
    {
        _sleep.GetResult(token);
        WakeUp();
    }

    /// <summary>A full fence: what is looked at from here on is not older than the call.</summary>
    private void WakeUp() => Interlocked.Exchange(ref _state, Awake);
}

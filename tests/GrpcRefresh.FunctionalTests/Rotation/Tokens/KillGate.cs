namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>Counts the requests that arrive at either simulator, and holds one of them until its client is dead.</summary>
internal sealed class KillGate
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<string> _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private int _at;
    private bool _afterEffect;

    /// <summary>How many came since it was armed.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>What is held, once it is.</summary>
    public Task<string> Held => _held.Task;

    /// <param name="at">Which of the requests that follow, from 1; 0 for none.</param>
    /// <param name="afterEffect">Whether it takes effect before, so that only its answer is lost.</param>
    public void Arm(int at, bool afterEffect)
    {
        lock (_gate)
        {
            (_count, _at, _afterEffect) = (0, at, afterEffect);
            _held = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task AroundAsync(string what, Func<Task> effect, CancellationToken gone)
    {
        bool isIt, afterEffect;
        lock (_gate)
        {
            (isIt, afterEffect) = (++_count == _at, _afterEffect);
        }

        if (isIt && !afterEffect)
        {
            await HoldAsync(what, gone);
        }

        await effect();
        if (isIt)
        {
            await HoldAsync(what, gone);
        }
    }

    private Task HoldAsync(string what, CancellationToken gone)
    {
        _held.TrySetResult(what);
        return Task.Delay(Timeout.Infinite, gone);
    }
}

namespace GrpcRefresh.Client.Calls;

/// <summary>The pauses between attempts: a quarter of a second, doubled each time, spread at random so that callers do not come back together.</summary>
internal sealed class Pauses(TimeSpan longest, Func<double> random)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);

    private int _taken;

    /// <summary>The next pause; never shorter than what the service asked for.</summary>
    public TimeSpan Next(TimeSpan? asked)
    {
        var doubled = First * Math.Pow(2, Math.Min(_taken++, 30));
        var pause = (doubled < longest ? doubled : longest) * (0.5 + (random() / 2));
        return asked is { } least && least > TimeSpan.Zero ? least + (pause / 4) : pause;
    }

    /// <summary>Begins anew after an attempt that brought something.</summary>
    public void Reset() => _taken = 0;
}

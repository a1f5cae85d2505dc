using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Storage;

/// <summary>A write on its way into the next commit.</summary>
internal abstract class QueuedWrite
{
    /// <summary>Runs the work; false when it threw and must be undone.</summary>
    public abstract bool Run(SqliteConnection connection);

    /// <summary>Tells the caller, after the commit.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that the commit failed.</summary>
    public abstract void Fail(Exception cause);
}

internal sealed class QueuedWrite<T>(Func<SqliteConnection, T> work, Action<T> committed) : QueuedWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _failure;

    public Task<T> Completion => _completion.Task;

    public override bool Run(SqliteConnection connection)
    {
        try
        {
            _result = work(connection);
            return true;
        }
        catch (Exception e)
        {
            // Whatever the work throws belongs to its caller, not to the others in the same commit.
            _failure = e;
            return false;
        }
    }

    public override void Complete()
    {
        try
        {
            if (_failure is null)
            {
                committed(_result!);
            }
        }
        catch (Exception e)
        {
            // A listener's fault belongs to this caller as well, not to the writer.
            _failure = e;
        }

        if (_failure is null)
        {
            _completion.SetResult(_result!);
        }
        else
        {
            _completion.SetException(_failure);
        }
    }

    public override void Fail(Exception cause) => _completion.TrySetException(_failure ?? cause);
}

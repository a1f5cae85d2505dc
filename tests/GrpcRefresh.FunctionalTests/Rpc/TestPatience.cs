using System.Runtime.CompilerServices;

namespace GrpcRefresh.FunctionalTests.Rpc;

/// <summary>No await hangs a run: each says where it lost its patience.</summary>
internal static class TestPatience
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<T> SoonAsync<T>(this Task<T> task, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await ((Task)task).SoonAsync(file, line);
        return await task;
    }

    public static async Task SoonAsync(this Task task, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        try
        {
            await task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Nothing happened for {Patience.TotalSeconds} s at {Path.GetFileName(file)}:{line}.");
        }
    }
}

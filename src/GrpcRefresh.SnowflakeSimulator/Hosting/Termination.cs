using System.Runtime.InteropServices;

namespace GrpcRefresh.SnowflakeSimulation.Hosting;

/// <summary>Waits until the process is asked to end.</summary>
internal static class Termination
{
    public static async Task RequestedAsync()
    {
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        await requested.Task;

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            requested.TrySetResult();
        }
    }
}

using GrpcRefresh.Client;
using GrpcRefresh.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GrpcRefresh.Cli.Following;

/// <summary>A bar for each job, redrawn in place: for people at a terminal.</summary>
internal sealed class LiveView(IAnsiConsole console, TimeProvider time) : IJobView
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(150);

    // A screen has few lines: what scrolls out above could not be redrawn.
    private const int LinesBelow = 3;

    private readonly JobBoard _board = new();

    public async Task DuringAsync(IReadOnlyList<Job> known, Func<Task> following)
    {
        // In the order in which they were asked for; their watches begin in any order.
        foreach (var job in known)
        {
            _board.Put(job);
        }

        await console.Live(Draw()).StartAsync(async live =>
        {
            using var beat = new PeriodicTimer(Beat, time);
            var running = following();
            while (!running.IsCompleted)
            {
                live.UpdateTarget(Draw());
                await Task.WhenAny(running, beat.WaitForNextTickAsync().AsTask());
            }

            live.UpdateTarget(Draw());
            await running;
        });
    }

    public void Show(JobUpdate update) => _board.Put(update.Job, update.ChangedSteps);

    public void Forget() => _board.Clear();

    private IRenderable Draw() =>
        BoardDrawing.Of(_board.Jobs, _board.Steps, console.Profile.Height - LinesBelow, console.Profile.Width, time.GetUtcNow());
}

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>Plays all cells, several at a time: nearly all of a cell's time is waiting.</summary>
public sealed class MatrixRun : IAsyncLifetime
{
    private const int AtOnce = 64;

    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly CancellationTokenSource _over = new();
    private Dictionary<string, Task<Outcome>> _cells = [];

    public Task InitializeAsync()
    {
        // The longest first, so that none is left over at the end.
        _cells = FaultMatrix.Cells
            .OrderByDescending(cell => cell.Stays)
            .ThenByDescending(cell => cell.Trouble.Told)
            .ToDictionary(cell => cell.Name, PlayAsync);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _over.CancelAsync();
        await ((Task)Task.WhenAll(_cells.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
        _places.Dispose();
    }

    internal Task<Outcome> OutcomeOfAsync(string cell) => _cells[cell];

    private async Task<Outcome> PlayAsync(Cell cell)
    {
        await _places.WaitAsync(_over.Token);
        try
        {
            return await cell.PlayAsync();
        }
        finally
        {
            _places.Release();
        }
    }
}

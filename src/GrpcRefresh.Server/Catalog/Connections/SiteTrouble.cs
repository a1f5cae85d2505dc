using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>Notices that a site has gone away while its items are read, so that not each of thousands is waited for.</summary>
internal sealed class SiteTrouble
{
    private const int MostInARow = 5;

    private int _inARow;
    private volatile TableauException? _reason;

    /// <summary>Why no further item is to be read; null while all is well.</summary>
    public TableauException? Reason => _reason;

    public void Answered() => Interlocked.Exchange(ref _inARow, 0);

    public void Failed(TableauException e)
    {
        // Tableau asked for a longer wait than a request can keep, or for another credential: both hold for the next item too.
        if (e.Kind is TableauErrorKind.Throttled or TableauErrorKind.AuthFailed
            || (e.Kind == TableauErrorKind.Unreachable && Interlocked.Increment(ref _inARow) >= MostInARow))
        {
            _reason ??= e;
        }
    }
}

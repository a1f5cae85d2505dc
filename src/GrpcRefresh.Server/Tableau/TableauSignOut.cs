namespace GrpcRefresh.Server.Tableau;

/// <summary>Ends the sessions when the service stops, as far as that is quick.</summary>
internal sealed class TableauSignOut(TableauSites sites, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await Task.WhenAll(sites.All.Select(site => site.SignOutAsync(either.Token).AsTask()));
    }
}

using System.Text.Json;
using System.Xml.Linq;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Makes calls to one site: in the shared session, signed in again when it is lost, repeated within their budget.</summary>
internal sealed class TableauCaller(TableauWire wire, ApiVersion version, TableauSession session, TableauPipelines pipelines, TimeProvider time)
{
    private static readonly TimeSpan TokenSettles = TimeSpan.FromSeconds(1);

    private readonly AskedPause _pause = new(time);

    /// <summary>How much longer Tableau wants to be left alone, as it said when it last limited the rate.</summary>
    public TimeSpan PauseLeft => _pause.Left;

    private delegate Task<T> Send<T>(TableauRequest request, string address, Secret? token, CancellationToken ct);

    public Task<Version> GetVersionAsync(CancellationToken ct) => RunAsync(Repetition.Free, version.GetAsync, ct);

    public Task ReadyAsync(CancellationToken ct) => RunAsync(
        Repetition.Free,
        async attempt =>
        {
            await version.GetAsync(attempt);
            return await session.GetAsync(attempt);
        },
        ct);

    /// <summary>The root of the answer, or null when Tableau had nothing to say.</summary>
    public Task<XElement?> SendAsync(TableauRequest request, CancellationToken ct) =>
        RepeatAsync(wire.SendAsync, request, ct);

    public Task<JsonElement> SendJsonAsync(TableauRequest request, CancellationToken ct) =>
        RepeatAsync(wire.SendJsonAsync, request, ct);

    private Task<T> RunAsync<T>(Repetition repetition, Func<CancellationToken, Task<T>> attempt, CancellationToken ct) =>
        pipelines.RunAsync(repetition, inner => _pause.HeedAsync(attempt, inner), ct);

    private async Task<T> RepeatAsync<T>(Send<T> send, TableauRequest request, CancellationToken ct)
    {
        var inDoubt = false;
        try
        {
            return await RunAsync(request.Repetition, TryAsync, ct);
        }
        catch (TableauException e) when (inDoubt && !e.MayHaveTakenEffect)
        {
            // That a later try was refused says nothing about an earlier one whose answer was lost.
            throw e.InDoubt();
        }

        async Task<T> TryAsync(CancellationToken attempt)
        {
            try
            {
                return await SendInSessionAsync(send, request, attempt);
            }
            catch (TableauException e) when (e.MayHaveTakenEffect)
            {
                inDoubt = true;
                throw;
            }
        }
    }

    // A refused session certainly had no effect, so this repeats writes as well.
    private async Task<T> SendInSessionAsync<T>(Send<T> send, TableauRequest request, CancellationToken ct)
    {
        var ticket = await session.GetAsync(ct);
        for (var (waited, replaced) = (false, false); ;)
        {
            var address = await LocateAsync(request, ticket, ct);
            try
            {
                return await send(request, address, ticket.Token, ct);
            }
            catch (TableauException e) when (e.HttpStatus == 401 && !waited && session.IsFresh(ticket))
            {
                waited = true;
                await Task.Delay(TokenSettles, time, ct);
                ticket = await session.GetAsync(ct);
            }
            catch (TableauException e) when (e.HttpStatus == 401 && !replaced)
            {
                replaced = true;
                ticket = await session.ReplaceAsync(ticket, e, ct);
            }
            catch (TableauException e) when (e.Code == ErrorCodes.UnknownUri)
            {
                version.Forget();
                throw;
            }
        }
    }

    private async Task<string> LocateAsync(TableauRequest request, SessionTicket ticket, CancellationToken ct) =>
        request.Path.StartsWith('/') ? request.Path : $"/api/{await version.GetAsync(ct)}/sites/{ticket.SiteLuid}/{request.Path}";
}

using System.Globalization;
using GrpcRefresh.Server.Gateway.Calls;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Gateway.Requests;

/// <summary>Bounds how long a whole body may take: at the least speed alone a large one would keep its request's place for a quarter of an hour.</summary>
internal sealed class PromptBodies(BodyReader bodies, IOptions<GatewayOptions> options, TimeProvider time)
{
    /// <exception cref="RefusedException">INVALID_REQUEST or REQUEST_TOO_LARGE.</exception>
    public async Task<string> ReadAsync(GatewayCall call)
    {
        var patience = options.Value.RequestBodyTimeout;
        using var late = new CancellationTokenSource(patience, time);
        await using var giveUp = late.Token.Register(call.Http.Request.BodyReader.CancelPendingRead);
        try
        {
            return await bodies.ReadAsync(call);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !call.CancellationToken.IsCancellationRequested)
        {
            call.HttpStatus = StatusCodes.Status408RequestTimeout;
            throw RefusedException.InvalidField(
                "body", $"came in too slowly: it took more than {patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s ({GatewayOptions.Section}:{nameof(GatewayOptions.RequestBodyTimeout)})");
        }
    }
}

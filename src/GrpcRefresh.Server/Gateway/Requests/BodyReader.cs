using System.Text;
using GrpcRefresh.Server.Gateway.Calls;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace GrpcRefresh.Server.Gateway.Requests;

/// <summary>Reads the body of a request: JSON in UTF-8, no larger than a message may be, and no slower than a slow line.</summary>
internal sealed class BodyReader(IOptions<RpcOptions> options)
{
    private const double LeastBytesPerSecond = 1_000;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public async Task<string> ReadAsync(GatewayCall call)
    {
        var request = call.Http.Request;
        DemandJson(request, call);
        if (request.ContentLength > options.Value.MaxReceiveMessageSize)
        {
            throw TooLarge(call);
        }

        call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = options.Value.MaxReceiveMessageSize;
        if (!HttpProtocol.IsHttp2(request.Protocol))
        {
            // Of HTTP/2 the server knows one rate for all that a connection sends, which is its own default.
            call.Http.Features.Get<IHttpMinRequestBodyDataRateFeature>()?.MinDataRate = new(LeastBytesPerSecond, Grace);
        }

        using var body = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(body, call.CancellationToken);
            return Strict.GetString(body.GetBuffer(), 0, (int)body.Length);
        }
        catch (DecoderFallbackException)
        {
            throw RefusedException.InvalidField("body", "is not UTF-8");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge(call);
        }
        catch (BadHttpRequestException e)
        {
            call.HttpStatus = e.StatusCode;
            throw RefusedException.InvalidField("body", e.StatusCode == StatusCodes.Status408RequestTimeout ? "came in too slowly; send it again" : "broke off or is malformed");
        }
        catch (IOException)
        {
            // A chunk's size that no number holds is none of the server's bad requests.
            throw RefusedException.InvalidField("body", "broke off or is malformed");
        }
    }

    /// <summary>A form of some web page could send any other type without its browser asking whether it may.</summary>
    private static void DemandJson(HttpRequest request, GatewayCall call)
    {
        var isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
        if (!isJson || request.Headers.ContentEncoding.Count > 0)
        {
            call.HttpStatus = StatusCodes.Status415UnsupportedMediaType;
            throw RefusedException.InvalidField("Content-Type", "must be application/json in UTF-8, without a Content-Encoding");
        }
    }

    private RefusedException TooLarge(GatewayCall call)
    {
        call.HttpStatus = StatusCodes.Status413PayloadTooLarge;
        var most = options.Value.MaxReceiveMessageSize;
        return RefusedException.AtBound(
            ErrorReason.RequestTooLarge,
            $"The body is larger than the {most} bytes that are read.",
            $"{RpcOptions.Section}:{nameof(RpcOptions.MaxReceiveMessageSize)}",
            most,
            retryAfter: null);
    }
}

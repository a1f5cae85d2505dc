using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Webhooks;

/// <summary>
/// Takes what is delivered. On the secret path the answer is always 204, and soon: Tableau tries again after anything else, and
/// others learn nothing. Everywhere else it is 404.
/// </summary>
internal sealed class WebhookDoor(IOptions<WebhookOptions> options, WebhookIntake intake)
{
    private const int LargestBody = 16 * 1024;

    private readonly byte[] _path = Hash(options.Value.Path!.Reveal());

    public async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        // Hashes, so that the time it takes tells nothing about the path.
        if (!CryptographicOperations.FixedTimeEquals(_path, Hash(request.Path.Value ?? "")) || !HttpMethods.IsPost(request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (intake.HasRoom() && await ReadAsync(context) is { Length: > 0 } body)
        {
            intake.Take(body);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>The body; nothing if it is too large or breaks off.</summary>
    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = LargestBody;
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return body.ToArray();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return [];
        }
    }

    private static byte[] Hash(string path) => SHA256.HashData(Encoding.UTF8.GetBytes(path));
}

using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Gateway;

/// <summary>Names each request, by the caller's own name for it if that is fit for a log.</summary>
internal static partial class RequestIds
{
    public const string Header = "X-Request-Id";

    /// <summary>The request's id, which is sent back whatever becomes of it.</summary>
    public static string Give(HttpContext http)
    {
        var given = http.Request.Headers[Header].ToString();
        var id = Fit().IsMatch(given) ? given : RandomNumberGenerator.GetHexString(16, lowercase: true);
        http.Response.Headers[Header] = id;
        return id;
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex Fit();
}

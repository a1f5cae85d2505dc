using GrpcRefresh.Server.Gateway.Answers;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Gateway;

/// <summary>The description of the routes, as docs/openapi.json has it.</summary>
internal static class OpenApiPage
{
    public const string Path = "/openapi.json";

    private static readonly byte[] Content = Read();

    public static Task WriteAsync(HttpContext http) => JsonAnswer.WriteAsync(http, Content);

    private static byte[] Read()
    {
        using var resource = typeof(OpenApiPage).Assembly.GetManifestResourceStream("openapi.json")!;
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return content.ToArray();
    }
}

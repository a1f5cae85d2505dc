using System.Text;
using Google.Protobuf;
using GrpcRefresh.Server.Gateway.Requests;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Gateway.Answers;

/// <summary>An answer that is one piece of JSON.</summary>
internal static class JsonAnswer
{
    public const string ContentType = "application/json";

    public static Task WriteAsync(HttpContext http, IMessage message) => WriteAsync(http, Encoding.UTF8.GetBytes(ContractJson.Write(message)));

    public static async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> json)
    {
        http.Response.ContentType = ContentType;
        http.Response.ContentLength = json.Length;
        await http.Response.BodyWriter.WriteAsync(json);
    }
}

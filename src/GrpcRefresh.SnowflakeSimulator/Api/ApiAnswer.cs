using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GrpcRefresh.SnowflakeSimulation.Api;

/// <summary>An answer of the SQL API: a status and JSON, further partitions compressed.</summary>
internal sealed record ApiAnswer(int Status, JsonNode Body, bool Compressed = false)
{
    public static ApiAnswer Error(int status, string code, string? state, string message, string? handle = null)
    {
        var body = new JsonObject { ["code"] = code, ["message"] = message };
        Add(body, "sqlState", state);
        Add(body, "statementHandle", handle);
        return new ApiAnswer(status, body);
    }

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/json";
        var bytes = Bytes();
        if (Compressed)
        {
            context.Response.Headers.ContentEncoding = "gzip";
        }

        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private byte[] Bytes()
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(Body);
        if (!Compressed)
        {
            return plain;
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }

    private static void Add(JsonObject to, string name, string? value)
    {
        if (value is not null)
        {
            to[name] = value;
        }
    }
}

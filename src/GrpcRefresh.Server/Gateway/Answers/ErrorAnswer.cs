using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using GrpcRefresh.Server.Gateway.Calls;
using GrpcRefresh.Server.Gateway.Requests;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.V1.Rpc;
using Microsoft.AspNetCore.Http;
using Status = GrpcRefresh.V1.Rpc.Status;

namespace GrpcRefresh.Server.Gateway.Answers;

/// <summary>A refusal as AIP-193 writes it, with the same details that the gRPC door sends.</summary>
internal static class ErrorAnswer
{
    public static Task WriteAsync(GatewayCall call, RpcException refusal)
    {
        var response = call.Http.Response;
        response.StatusCode = call.HttpStatus ?? HttpStatuses.Of(refusal.StatusCode);
        if (refusal.StatusCode == StatusCode.Unauthenticated)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        if (DelayOf(refusal) is { } delay)
        {
            response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return JsonAnswer.WriteAsync(call.Http, ToJson(refusal, response.StatusCode));
    }

    public static ReadOnlyMemory<byte> ToJson(RpcException refusal, int httpStatus)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteNumber("code", httpStatus);
        json.WriteString("message", refusal.Status.Detail);
        json.WriteString("status", HttpStatuses.NameOf(refusal.StatusCode));
        json.WriteStartArray("details");
        foreach (var detail in DetailsOf(refusal).Details)
        {
            json.WriteRawValue(ContractJson.Write(detail));
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static TimeSpan? DelayOf(RpcException refusal) =>
        DetailsOf(refusal).Details.FirstOrDefault(detail => detail.Is(RetryInfo.Descriptor))?.Unpack<RetryInfo>().RetryDelay?.ToTimeSpan();

    private static Status DetailsOf(RpcException refusal) =>
        refusal.Trailers.GetValueBytes(Refusal.DetailsTrailer) is { } details ? Status.Parser.ParseFrom(details) : new Status();
}

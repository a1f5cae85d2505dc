using System.Text.Json;
using Grpc.Core;

namespace GrpcRefresh.Server.Gateway.Answers;

/// <summary>The usual HTTP status of each status code, and its name in google.rpc.</summary>
internal static class HttpStatuses
{
    public static int Of(StatusCode code) => code switch
    {
        StatusCode.OK => 200,
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => 400,
        StatusCode.Unauthenticated => 401,
        StatusCode.PermissionDenied => 403,
        StatusCode.NotFound => 404,
        StatusCode.AlreadyExists or StatusCode.Aborted => 409,
        StatusCode.ResourceExhausted => 429,
        StatusCode.Cancelled => 499,
        StatusCode.Unimplemented => 501,
        StatusCode.Unavailable => 503,
        StatusCode.DeadlineExceeded => 504,
        _ => 500,
    };

    public static string NameOf(StatusCode code) => code == StatusCode.OK ? "OK" : JsonNamingPolicy.SnakeCaseUpper.ConvertName($"{code}");
}

using System.Text.Json;
using GrpcRefresh.FunctionalTests.Gateway;
using GrpcRefresh.Server.Gateway.Answers;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;
using Status = GrpcRefresh.V1.Rpc.Status;
using StatusCode = Grpc.Core.StatusCode;

namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>What every error of the service has to be, by whichever door.</summary>
internal static class ErrorRules
{
    /// <summary>Where HTTP says more exactly than the status code what is wrong.</summary>
    private static readonly int[] MoreExact = [405, 408, 413, 415];

    public static FuzzAnswer Judge(string door, Status status)
    {
        var infos = status.All<ErrorInfo>().ToList();
        var reason = infos.Count == 1 ? Enum.GetValues<ErrorReason>().FirstOrDefault(one => FailureStatus.NameOf(one) == infos[0].Reason) : ErrorReason.Unspecified;
        var kind = $"{door} {(StatusCode)status.Code} {(infos.Count == 1 ? infos[0].Reason : "")}";
        var problem =
            infos.Count != 1 ? $"has {infos.Count} ErrorInfos"
            : infos[0].Domain != FailureStatus.Domain ? $"is of the domain {infos[0].Domain}"
            : reason == ErrorReason.Unspecified ? "has a reason that is not documented"
            : reason == ErrorReason.Internal ? "is a fault"
            : (int)ReasonCodes.CodeOf(reason) != status.Code ? "has another code than its reason"
            : status.Code == (int)StatusCode.InvalidArgument && reason == ErrorReason.InvalidRequest && !status.All<BadRequest>().Any() ? "does not say which field is bad"
            : status.Code == (int)StatusCode.ResourceExhausted && reason != ErrorReason.RequestTooLarge && !status.All<RetryInfo>().Any() ? "does not say when to try again"
            : status.Message.Length == 0 ? "has no message"
            : null;
        return new FuzzAnswer(kind, problem);
    }

    /// <summary>An error in JSON.</summary>
    /// <param name="isAnswer">Whether it is the answer, and not the last line of one that began well.</param>
    public static FuzzAnswer Judge(string json, int httpStatus, bool isAnswer = true)
    {
        Status status;
        try
        {
            status = JsonDoor.RefusalOf(json, isAnswer ? httpStatus : JsonDocument.Parse(json).RootElement.GetProperty("error").GetProperty("code").GetInt32());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or Google.Protobuf.InvalidJsonException)
        {
            return new FuzzAnswer($"gateway {httpStatus} unreadable", $"is no error as AIP-193 has it: {e.Message}");
        }

        var answer = Judge(isAnswer ? $"gateway {httpStatus}" : "gateway stream", status);
        return isAnswer && answer.Problem is null && httpStatus != HttpStatuses.Of((StatusCode)status.Code) && !MoreExact.Contains(httpStatus)
            ? answer with { Problem = "has another HTTP status than its code" }
            : answer;
    }
}

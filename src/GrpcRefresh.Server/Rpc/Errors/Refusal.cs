using Google.Protobuf;
using Grpc.Core;

namespace GrpcRefresh.Server.Rpc.Errors;

/// <summary>A failure as it ends a call: status code, message and the details trailer.</summary>
internal static class Refusal
{
    public const string DetailsTrailer = "grpc-status-details-bin";

    // Trailers are headers, and clients limit those (some to 8 KiB in all). Details travel in base64, and a
    // message that is not English costs up to nine bytes a character.
    private const int MostDetailBytes = 4_096;
    private const int LongestText = 300;

    public static RpcException Of(Failure failure)
    {
        failure = Shorten(failure);
        var status = FailureStatus.Of(failure);
        while (failure.Fields.Count > 1 && status.CalculateSize() > MostDetailBytes)
        {
            // Some of the bad fields are better than none.
            failure = failure with { Fields = [.. failure.Fields.SkipLast(1)] };
            status = FailureStatus.Of(failure);
        }

        while (status.Details.Count > 1 && status.CalculateSize() > MostDetailBytes)
        {
            // From the end: the ErrorInfo, which stands first, always stays.
            status.Details.RemoveAt(status.Details.Count - 1);
        }

        var trailers = new Metadata { { DetailsTrailer, status.ToByteArray() } };
        return new RpcException(new Status((StatusCode)status.Code, status.Message), trailers);
    }

    private static Failure Shorten(Failure failure) => failure with
    {
        Message = Cut(failure.Message),
        Metadata = failure.Metadata.ToDictionary(part => part.Key, part => Cut(part.Value)),
    };

    private static string Cut(string text)
    {
        if (text.Length <= LongestText)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[LongestText - 2]) ? LongestText - 2 : LongestText - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}

using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;
using Status = GrpcRefresh.V1.Rpc.Status;

namespace GrpcRefresh.Client;

/// <summary>What the trailer <c>grpc-status-details-bin</c> tells.</summary>
internal sealed record ErrorDetails(string ReasonName, IReadOnlyDictionary<string, string> Metadata)
{
    private const string Trailer = "grpc-status-details-bin";
    private const string Domain = "grpcrefresh";

    private static readonly ErrorDetails None = new("", new Dictionary<string, string>());

    public ErrorReason Reason => ErrorReasons.Parse(ReasonName);

    public IReadOnlyList<FieldViolation> FieldViolations { get; private init; } = [];

    public IReadOnlyList<Candidate> Candidates { get; private init; } = [];

    public TimeSpan? RetryDelay { get; private init; }

    public static ErrorDetails Of(RpcException error)
    {
        try
        {
            return error.Trailers.GetValueBytes(Trailer) is { } bytes ? Of(Status.Parser.ParseFrom(bytes).Details) : None;
        }
        catch (InvalidProtocolBufferException)
        {
            // Something in between answered with details of its own making; the status is all there is.
            return None;
        }
    }

    public static ErrorDetails Of(RepeatedField<Any> details)
    {
        var info = Unpack<ErrorInfo>(details).FirstOrDefault(info => info.Domain == Domain);
        return (info is null ? None : new ErrorDetails(info.Reason, info.Metadata.ToDictionary())) with
        {
            FieldViolations = [.. Unpack<BadRequest>(details).SelectMany(bad => bad.FieldViolations).Select(bad => new FieldViolation(bad.Field, bad.Description))],
            Candidates = [.. Unpack<ResourceInfo>(details).Where(IsContent).Select(CandidateOf)],
            RetryDelay = Unpack<RetryInfo>(details).FirstOrDefault()?.RetryDelay?.ToTimeSpan(),
        };
    }

    /// <summary>Beside the candidates stands what was looked for, by its name; only content has a luid.</summary>
    private static bool IsContent(ResourceInfo info) => Guid.TryParse(info.ResourceName, out _);

    private static Candidate CandidateOf(ResourceInfo info) => new(info.ResourceName, info.ResourceType, info.Owner, info.Description);

    private static IEnumerable<T> Unpack<T>(IEnumerable<Any> details)
        where T : IMessage<T>, new() =>
        details.Where(detail => detail.Is(new T().Descriptor)).Select(detail => detail.Unpack<T>());
}

using System.Text.RegularExpressions;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Contract;

/// <summary>The comments are the manual: which reasons a method brings is told there and nowhere else.</summary>
public sealed partial class ReasonCommentTests
{
    private static readonly string Protos = Path.Combine(Checkout.Root, "protos", "grpcrefresh", "v1");

    private static readonly List<string> Reasons =
        [.. Enum.GetValues<ErrorReason>().Where(reason => reason != ErrorReason.Unspecified).Select(FailureStatus.NameOf)];

    private static readonly List<string> NamedByMethods =
        [.. Directory.GetFiles(Protos, "*_service.proto").SelectMany(file => Sentences().Matches(Prose(file))).SelectMany(sentence => Names(sentence.Value))];

    [Fact]
    public void A_reason_that_a_service_names_exists() => Assert.All(NamedByMethods, name => Assert.Contains(name, Reasons));

    [Fact]
    public void A_reason_is_named_by_a_service_or_told_in_jobs_only()
    {
        var inJobsOnly = JobsOnly().Matches(File.ReadAllText(Path.Combine(Protos, "error_reason.proto"))).Select(match => match.Groups["name"].Value);

        Assert.Equal(Reasons.Order(), NamedByMethods.Concat(inJobsOnly).Distinct().Order());
    }

    private static string Prose(string file) =>
        string.Join(' ', File.ReadLines(file).Select(line => line.Trim()).Where(line => line.StartsWith("//", StringComparison.Ordinal)).Select(line => line[2..].Trim()));

    private static IEnumerable<string> Names(string sentence) => Name().Matches(sentence).Select(match => match.Value);

    [GeneratedRegex("(Further reasons?:|may fail with)[^.;]*")]
    private static partial Regex Sentences();

    [GeneratedRegex("[A-Z][A-Z_]{3,}")]
    private static partial Regex Name();

    [GeneratedRegex(@"only in `(?:Job|RotationStep)\.error`[^=]*?ERROR_REASON_(?<name>[A-Z_]+) =")]
    private static partial Regex JobsOnly();
}

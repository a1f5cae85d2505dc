using System.Text.RegularExpressions;
using Google.Rpc;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Tests.Compat;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc.Errors;

public sealed partial class ReasonCodesTests
{
    public static TheoryData<string> Reasons => [.. Enum.GetNames<ErrorReason>().Except([nameof(ErrorReason.Unspecified)])];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_reason_has_the_status_code_that_its_comment_names(string name)
    {
        var reason = Enum.Parse<ErrorReason>(name);

        var comment = Documented()["ERROR_REASON_" + FailureStatus.NameOf(reason)];

        var code = CodeInFront().Match(comment) is { Success: true } front ? front : CodeInside().Match(comment);
        Assert.True(code.Success, $"The comment of {name} names no status code.");
        Assert.Equal(code.Groups[1].Value, ProtoName((Code)ReasonCodes.CodeOf(reason)));
    }

    [Fact]
    public void A_reason_without_a_code_is_a_mistake_of_ours() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReasonCodes.CodeOf(ErrorReason.Unspecified));

    private static Dictionary<string, string> Documented()
    {
        var proto = File.ReadAllText(Path.Combine(SourceTree.Root, "protos/grpcrefresh/v1/error_reason.proto"));
        return Value().Matches(proto).ToDictionary(
            value => value.Groups["name"].Value,
            value => string.Join(' ', value.Groups["line"].Captures.Select(line => line.Value.Trim())));
    }

    // FailedPrecondition is FAILED_PRECONDITION.
    private static string ProtoName(Code code) => WordStart().Replace(code.ToString(), "_").ToUpperInvariant();

    [GeneratedRegex(@"(?:^  //(?<line>.*)\n)+^  (?<name>ERROR_REASON_\w+) = \d+;", RegexOptions.Multiline)]
    private static partial Regex Value();

    [GeneratedRegex(@"^([A-Z_]{2,})\.")]
    private static partial Regex CodeInFront();

    [GeneratedRegex(@"with code ([A-Z_]+)")]
    private static partial Regex CodeInside();

    [GeneratedRegex(@"(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}

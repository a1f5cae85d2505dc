using System.Globalization;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <param name="Where">The request at which the service died; empty when the rotation took fewer.</param>
internal sealed record TokenKillResult(
    TokenKillCell Cell, string Where, JobState State, RotationTokenState Token, string Detail, TimeSpan Took, IReadOnlyList<string> Problems)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Cell} {Took.TotalSeconds,5:0.0} s  {State} {Token}  {(Where.Length > 0 ? Where : "(not killed)")} {Detail} {string.Join("; ", Problems)}").TrimEnd();
}

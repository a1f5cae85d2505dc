using GrpcRefresh.Server.Doctor;

namespace GrpcRefresh.Server.Verbs;

/// <summary>A finding as people read it: how it stands, and below what was asked, what came and what that means.</summary>
internal static class FindingText
{
    private const int StateWidth = 9;

    public static IEnumerable<string> Lines(Finding finding) =>
    [
        $"{$"{finding.State}".ToUpperInvariant().PadRight(StateWidth)}{finding.Check}",
        Line("asked", finding.Asked),
        Line("came", finding.Came),
        Line("means", finding.Means),
    ];

    private static string Line(string what, string text) => $"{new string(' ', StateWidth)}{what,-6}  {text.ReplaceLineEndings(" ")}";
}

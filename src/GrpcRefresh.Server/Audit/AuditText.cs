using System.Buffers;

namespace GrpcRefresh.Server.Audit;

/// <summary>Texts of a row end up in terminals and in other people's programs: each has a bound and no control characters.</summary>
internal static class AuditText
{
    private const int Longest = 1_000;

    private static readonly SearchValues<char> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    public static string Of(string text)
    {
        var bounded = Bound(text);
        return bounded.AsSpan().ContainsAny(ControlCharacters)
            ? new string([.. bounded.Select(c => ControlCharacters.Contains(c) ? ' ' : c)])
            : bounded;
    }

    // A pair of surrogates is not cut apart: half of one has no bytes to be hashed.
    private static string Bound(string text) =>
        text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
}

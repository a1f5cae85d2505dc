namespace GrpcRefresh.Server;

/// <summary>Texts of strangers, as they may stand in a log and on a terminal.</summary>
internal static class Printable
{
    public static string Of(string text, int most = 200)
    {
        var plain = new string([.. text.Take(most).Select(c => char.IsControl(c) ? ' ' : c)]);
        return text.Length <= most ? plain : $"{plain[..^1]}…";
    }
}

namespace GrpcRefresh.Tests.Rotation.Secrets;

/// <summary>Looks for traces of something in files: any sixteen bytes in a row of it are one.</summary>
internal static class Needles
{
    private const int Trace = 16;

    public static IEnumerable<string> Find(string folder, IEnumerable<byte[]> needles)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal));
        return
            from file in files.ToDictionary(file => file, File.ReadAllBytes)
            from needle in needles
            from at in Enumerable.Range(0, needle.Length / Trace)
            where file.Value.AsSpan().IndexOf(needle.AsSpan(at * Trace, Trace)) >= 0
            select $"{Path.GetFileName(file.Key)} holds bytes {at * Trace} to {(at + 1) * Trace} of {needle.Length}";
    }
}

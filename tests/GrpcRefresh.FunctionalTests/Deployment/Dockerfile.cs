using System.Text.Json;
using System.Text.RegularExpressions;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Deployment;

/// <summary>A Dockerfile of the tree, instruction by instruction.</summary>
internal sealed partial class Dockerfile(string path)
{
    public IReadOnlyList<(string Name, string Words)> Instructions { get; } =
        [.. Continuation().Replace(File.ReadAllText(Path.Combine(Checkout.Root, path)), " ").Split('\n')
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split(' ', 2))
            .Select(words => (words[0], words[1].Trim()))];

    /// <summary>What the last stage is started with.</summary>
    public IReadOnlyList<string> Entrypoint => JsonSerializer.Deserialize<string[]>(Last("ENTRYPOINT"))!;

    public IReadOnlyDictionary<string, string> Environment =>
        (from instruction in Instructions
         where instruction.Name == "ENV"
         from Match pair in Setting().Matches(instruction.Words)
         select (Name: pair.Groups[1].Value, Value: pair.Groups[2].Value.Trim('"')))
        .ToDictionary(pair => pair.Name, pair => pair.Value);

    public string Last(string name) => Instructions.Last(instruction => instruction.Name == name).Words;

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex("""([A-Za-z_0-9]+)=("[^"]*"|\S*)""")]
    private static partial Regex Setting();
}

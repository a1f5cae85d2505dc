using System.Text.RegularExpressions;
using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Docs;

public sealed partial class KeyFilesTests
{
    public static TheoryData<string> Pages => [.. Directory.GetFiles(Path.Combine(Checkout.Root, "docs"), "*.md").Append(Path.Combine(Checkout.Root, "README.md")).Select(path => Path.GetRelativePath(Checkout.Root, path))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_page_has_a_key_written_into_a_file_that_everybody_may_read(string page) => Assert.All(
        File.ReadAllText(Path.Combine(Checkout.Root, page)).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Where(line => KeyIntoFile().IsMatch(line)),
        line => Assert.Contains("(umask 077; ", line, StringComparison.Ordinal));

    [GeneratedRegex("(key create|first-key).* > ")]
    private static partial Regex KeyIntoFile();
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>docs/gateway.md, as it stands there.</summary>
public sealed partial class ManualTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "gateway.md"));

    [CurlFact]
    public async Task Its_commands_do_what_it_says()
    {
        await using var gateway = await GatewayService.StartAsync(settings: all =>
        {
            all["GrpcRefresh:Rotation:Secrets:operations:UserName"] = "OPERATIONS_SVC";
            all["GrpcRefresh:Rotation:Secrets:operations:Secret"] = "a-new-secret";
        });
        var key = Path.Combine(gateway.Service.Folder, "key");
        await File.WriteAllTextAsync(key, "not-looked-at-while-no-callers-are-configured\n");
        var script = string.Join('\n', Blocks("sh").Select((block, i) => $"echo '== {i}'\n{block}\necho"));

        var run = await ProgramRun.OfAsync(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            Environment = { ["GRPCREFRESH_URL"] = $"http://{gateway.Url.Authority}", ["GRPCREFRESH_KEY_FILE"] = key },
        });

        Assert.True(run.ExitCode == 0, $"{run.Errors}\n{run.Output}");
        var told = run.Output.Split("== ")[1..];
        Assert.Collection(
            told,
            _ => { },
            job => Assert.Matches("job [0-9a-zA-Z-]+", job),
            wait => Assert.EndsWith("SUCCEEDED", State().Matches(wait)[^1].Value, StringComparison.Ordinal),
            watch => Assert.Contains("WATCH_EVENT_TERMINAL", watch, StringComparison.Ordinal),
            many => Assert.Contains("WATCH_EVENT_BOOKMARK", many, StringComparison.Ordinal),
            lists => Assert.All(["JOB_STATE_SUCCEEDED", "\"resources\"", "OPERATIONS_SVC"], word => Assert.Contains(word, lists, StringComparison.Ordinal)),
            cancel => Assert.Contains("JOB_ENDED", cancel, StringComparison.Ordinal),
            plan => Assert.Contains("\"plan\"", plan, StringComparison.Ordinal),
            health => Assert.Contains("ok", health, StringComparison.Ordinal));
        Assert.Single(told[6..], part => part.Contains("\"error\"", StringComparison.Ordinal));
        Assert.Empty(gateway.Service.Errors.Entries);
    }

    [Fact]
    public void Its_page_is_the_one_that_is_tried() => Assert.Equal(
        File.ReadAllText(Path.Combine(Checkout.Root, "tests", "GrpcRefresh.FunctionalTests", "Gateway", "watch.html")),
        $"{Assert.Single(Blocks("html"))}\n");

    private static IEnumerable<string> Blocks(string language) =>
        Block().Matches(Page).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["text"].Value);

    [GeneratedRegex(@"^```(?<language>[a-z]+)\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("JOB_STATE_[A-Z_]+")]
    private static partial Regex State();
}

using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Cli;

public sealed class CompletionTests : ToolTest
{
    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "compdef _grpcrefresh grpcrefresh")]
    [InlineData("fish", "complete -f -c grpcrefresh")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Every_shell_has_its_script(string shell, string sign)
    {
        var run = await RunAsync($"completion {shell}");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains(sign, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grpcrefresh resource re", "refresh resolve")]
    [InlineData("grpcrefresh resource refresh --mode ", "full incremental")]
    [InlineData("grpcrefresh job list --state time", "timed-out")]
    [InlineData("grpcrefresh connection r", "rotate")]
    [InlineData("grpcrefresh connection rotate --old-secret ", "dead unknown valid")]
    [InlineData("grpcrefresh connection rotate --secret", "--secret-env --secret-file --secret-stdin")]
    [InlineData("grpcrefresh job list --profile ", "production test")]
    public async Task Bash_completes_what_was_begun(string line, string expected)
    {
        WriteProfiles("""{ "profiles": { "production": { "address": "http://10.0.0.1" }, "test": { "address": "http://10.0.0.2" } } }""");
        var script = $$"""
            grpcrefresh() { dotnet '{{Dll}}' "$@"; }
            source <(grpcrefresh completion bash)
            COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}
            read -ra COMP_WORDS <<< "$COMP_LINE"; [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _grpcrefresh; echo "${COMPREPLY[@]}"
            """;

        var run = await ProgramRun.OfAsync(Start("bash", "-c", script));

        Assert.Equal((0, expected), (run.ExitCode, string.Join(' ', run.Output.Split(' ', '\n').Where(word => word.Length > 0).Order(StringComparer.Ordinal))));
    }
}

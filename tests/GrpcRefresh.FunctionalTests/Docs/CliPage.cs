using System.Text;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Docs;

/// <summary>docs/cli.md as the tool would have it: what has to be said once, then the help of every command.</summary>
internal static class CliPage
{
    private const string Introduction = """
        # The tool

        Written from the tool's own help by a test; change the descriptions there and let it write: see CONTRIBUTING.md.

        `./grpcrefresh` in the top folder builds the tool when its sources have changed and runs it; `grpcrefresh.cmd` does the same on Windows.
        As a dotnet tool it is packed with `dotnet pack src/GrpcRefresh.Cli -p:UseOfficialGrpc=true`, on a feed with the official gRPC packages.

        ```sh
        ./grpcrefresh resource refresh 'https://10ax.online.tableau.com/#/site/marketing/workbooks/123/views' --wait
        ./grpcrefresh resource refresh --type datasource --path Sales/EMEA --name Orders --name Returns --wait --timeout 30m
        ./grpcrefresh resource refresh --type workbook --project "Sales / EMEA" --name "Actual/Plan" --freshness join-active --label run=42
        ./grpcrefresh resource list --type workbook --name-contains forecast
        ./grpcrefresh job list --state failed --since 1d --output json
        ./grpcrefresh job watch
        ./grpcrefresh connection list --host acme-analytics.snowflakecomputing.com --output csv > connections.csv
        ./grpcrefresh connection rotate --host acme-analytics.snowflakecomputing.com --user OPERATIONS_SVC --secret-ref operations --old-secret dead --plan
        ./grpcrefresh connection rotate --host acme-analytics.snowflakecomputing.com --user OPERATIONS_SVC --secret-ref operations --old-secret dead --wait
        ./grpcrefresh connection steps 01a200f46b5074c790ed753df9f3c8e2 --state failed
        ```

        ## What goes where

        Results go to standard output: text, or with `--output json` one JSON object a line, with the names that the contract's JSON has. `resource list` and
        `resolve` write a Resource, `resource refresh` a RefreshResourceResponse (with `--wait` the job in it has ended), `job list` and `get` a Job, `job cancel` a
        CancelJobResponse, `job watch` a WatchJobResponse for each event, `resource sync` a SyncedSite for each site, `connection list` a Connection, `connection steps` a RotationStep, `connection rotate` a
        RotateConnectionCredentialsResponse (with `--wait` the job in it has ended and the steps are as they were left). Everything else goes to standard error:
        progress, refusals, mistakes, what could not be looked at. At a terminal progress is a bar for each job, with the last changed steps of a rotation; elsewhere
        a line for each change.

        `connection list`, `connection steps` and `resource sync` also write comma-separated values, with a heading of the same names. Kinds and states are written there as the
        tool's options take them, and a value that a spreadsheet would take for a formula begins with `'`: programs had better read the JSON.

        ## Secrets

        A secret is never an argument, because every user of a machine can read those. It is configured on the service (`--secret-ref`), or comes from a file, an
        environment variable, or standard input. A file or input holds the secret alone, on one line in UTF-8; the end of the line is not part of it.

        `connection rotate` asks once before it changes anything, with the number of connections. `--yes` answers in advance, and is required where standard input is
        no terminal.

        ## Exit codes

        | code | meaning |
        |---|---|
        | 0 | it went well; for jobs that were waited for: they succeeded |
        | 1 | something that was not foreseen |
        | 2 | the command line, the environment or the profile file is wrong |
        | 3 | a job failed, or a site was not synced |
        | 4 | a job was cancelled, or the question before a rotation was not answered with yes |
        | 5 | a job ran out of time, or `--timeout` passed; then the jobs go on |
        | 6 | it could not be learnt how a job ended |
        | 7 | the service refused; the reason, and what helps, are on standard error |
        | 8 | the service, or Tableau behind it, could not be reached |
        | 130 | Ctrl+C while waiting; the jobs go on |

        Of several pieces of content or jobs, the worst counts, in the order 1, 8, 6, 7, 3, 5, 4. `job watch` and `--wait` end with how the jobs ended; the other
        commands with whether they were carried out. While the tool waits, the service may be away for two minutes.

        ## Where the service is

        The first of these that is there: `--address`; `--profile`; the environment's `GRPCREFRESH_ADDRESS`; its `GRPCREFRESH_PROFILE`; the
        `defaultProfile` of the profile file; `http://127.0.0.1:5400`. The profile file is `~/.config/grpcrefresh/config.json` (under `XDG_CONFIG_HOME` if that is set;
        `%APPDATA%\grpcrefresh\config.json` on Windows):

        ```json
        {
          "defaultProfile": "test",
          "profiles": {
            "test": { "address": "http://127.0.0.1:5400" },
            "production": { "address": "https://refresh.example.com", "keyFile": "/home/ana/.config/grpcrefresh/production.key" }
          }
        }
        ```

        ## The key

        A service that has callers configured asks for an API key or a token ([callers](callers.md)); without a good one the exit code is 7. It comes from the first of these that is
        there: `--key-file`; the `keyFile` of the profile that `--profile` names; the environment's `GRPCREFRESH_KEY_FILE`, or `GRPCREFRESH_KEY` with the key itself; the `keyFile` of the
        profile that the address is taken from. There is no option for the key itself, because every user of a machine can read those. A file is read anew for each
        call, so that a token that is renewed in place goes on working.

        ## Completion

        | shell | once, with `grpcrefresh` on the PATH |
        |---|---|
        | bash | `grpcrefresh completion bash > ~/.local/share/bash-completion/completions/grpcrefresh` |
        | zsh | `echo 'source <(grpcrefresh completion zsh)' >> ~/.zshrc` |
        | fish | `grpcrefresh completion fish > ~/.config/fish/completions/grpcrefresh.fish` |
        | PowerShell | `grpcrefresh completion pwsh >> $PROFILE` |

        """;

    public static async Task<string> WriteAsync()
    {
        var page = new StringBuilder(Introduction);
        await WriteAsync(page, []);
        return page.ToString();
    }

    private static async Task WriteAsync(StringBuilder page, string[] command)
    {
        var help = await ProgramRun.OfAsync("dotnet", [Checkout.Program(Path.Combine("src", "GrpcRefresh.Cli"), "grpcrefresh.dll"), .. command, "--help"]);
        Assert.Equal(0, help.ExitCode);
        var lines = help.Output.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).ToList();
        page.Append($"\n## `{string.Join(' ', command.Prepend("grpcrefresh"))}`\n\n```\n{string.Join('\n', lines).Trim()}\n```\n");
        foreach (var name in Subcommands(lines))
        {
            await WriteAsync(page, [.. command, name]);
        }
    }

    private static IEnumerable<string> Subcommands(IEnumerable<string> help) => help
        .SkipWhile(line => line != "Commands:")
        .Skip(1)
        .TakeWhile(line => line.Length > 0)
        .Select(line => line.Trim().Split(' ')[0]);
}

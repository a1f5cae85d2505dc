using GrpcRefresh.Cli.Commands;

namespace GrpcRefresh.Tests.Cli;

public sealed class RotateParsingTests
{
    private const string Chosen = "connection rotate --host acme --user OPS";

    [Theory]
    [InlineData($"{Chosen} --secret-ref ops")]
    [InlineData($"{Chosen} --secret-env A --new-user OPS_2 --previous-secret-file b --old-secret DEAD --verification refresh-all --on-failure roll-back")]
    [InlineData("connection rotate --host acme --credential OPS=ops --credential FIN=fin --canary-count 2 --max-failures 3 --max-parallel 8")]
    [InlineData("connection rotate --connection-id 1 --connection-id 2 --secret-stdin --plan --on-behalf-of ANA")]
    [InlineData("connection list --host acme --alias xy12345.eu-west-1 --site  --site marketing --type workbook --authentication oauth --all-types -o csv")]
    [InlineData("connection steps job-1 --state failed --state skipped -o json")]
    public void What_the_help_tells_is_understood(string line) => Assert.Empty(Errors(line));

    [Theory]
    [InlineData($"{Chosen}", "Say what the connections are given")]
    [InlineData($"{Chosen} --secret-ref ops --secret-env A", "exclude each other: give one")]
    [InlineData($"{Chosen} --secret-file a --secret-stdin", "exclude each other: give one")]
    [InlineData($"{Chosen} --credential OPS=ops --secret-ref ops", "exclude each other: give one")]
    [InlineData($"{Chosen} --secret-env A --previous-secret-env B --previous-secret-file c", "exclude each other: give one")]
    [InlineData($"{Chosen} --secret-ref ops --new-user OPS_2", "are configured on the service")]
    [InlineData($"{Chosen} --credential OPS=ops --previous-secret-env B", "are configured on the service")]
    [InlineData($"{Chosen} --credential OPS", "--credential is written USER=SECRET_REF, not 'OPS'.")]
    [InlineData($"{Chosen} --credential OPS=", "--credential is written USER=SECRET_REF, with the name")]
    [InlineData($"{Chosen} --credential OPS=a --credential ops=b", "--credential names 'ops' twice.")]
    [InlineData($"{Chosen} --secret-ref ops --plan --wait", "--wait and --plan exclude each other")]
    [InlineData($"{Chosen} --secret-ref ops --canary-count 0", "--canary-count must be 1 or more.")]
    [InlineData($"{Chosen} --secret-ref ops --old-secret maybe", "'maybe' is not one of: dead, valid, unknown.")]
    [InlineData("connection rotate --user OPS --secret-ref ops", "Say which connections: --host")]
    [InlineData("connection rotate --host acme --secret-ref ops", "add --user")]
    [InlineData("connection list --alias acme", "add --host")]
    public void A_mistake_is_told_with_its_remedy(string line, string told) => Assert.Contains(told, string.Join('\n', Errors(line)), StringComparison.Ordinal);

    [Theory]
    [InlineData("--secret canary-4711")]
    [InlineData("--secret=canary-4711")]
    [InlineData("--previous-secret canary-4711")]
    public void A_secret_on_the_command_line_is_refused_and_not_repeated(string given)
    {
        var told = string.Join('\n', Errors($"{Chosen} {given}"));

        Assert.Contains("is not taken from the command line", told, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", told, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Errors(string line) => new Root().Parse(line.Split(' ')).Errors.Select(error => error.Message);
}

namespace GrpcRefresh.FunctionalTests.Cli;

public sealed class UsageTests : ToolTest
{
    public static TheoryData<string> Mistakes =>
    [
        "resource",
        "resource refreshh",
        "resource refresh",
        "resource refresh --luid 0a1b",
        "resource refresh --path Sales --type workbook",
        "resource refresh --type workbook --name Pipeline",
        "resource refresh --type workbook --name Pipeline --path Sales --project Sales",
        "resource refresh --type flow --name Pipeline --path Sales",
        "resource refresh --type workbook --name A --path Sales --label team",
        "resource refresh --type workbook --name A --path Sales --label team=a --label team=b",
        "resource refresh --type workbook --name A --path Sales --wait --validate-only",
        "resource refresh --type workbook --name A --name B --path Sales --request-id 123e4567-e89b-12d3-a456-426614174000",
        "resource list",
        "connection list --output xml",
        "connection list --alias acme",
        "connection rotate --host acme --user OPS",
        "connection rotate --host acme --user OPS --secret-ref ops",
        "connection rotate --host acme --user OPS --secret canary-4711 --yes",
        "connection rotate --host acme --user OPS --secret-file /no/such/file --yes",
        "connection rotate --host acme --user OPS --secret-env GRPCREFRESH_NO_SUCH_VARIABLE --yes",
        "connection rotate --host acme --user OPS --secret-stdin --yes",
        "connection steps",
        "job list --limit 0",
        "job list --since yesterday",
        "job list --output xml",
        "job get",
        "job watch --resume-token abc",
        "job watch some-job --state running",
        "job list --address localhost:5400",
        "job list --address http://127.0.0.1:1 --profile test",
        "job list --profile nowhere",
        "completion tcsh",
    ];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_told_on_standard_error(string line)
    {
        var run = await RunAsync(line);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.NotEmpty(run.Errors);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_unreachable()
    {
        var run = await RunAsync("job list --address http://127.0.0.1:1");

        Assert.Equal((8, ""), (run.ExitCode, run.Output));
        Assert.EndsWith("Is the service up at http://127.0.0.1:1/?\n", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_is_chosen_by_flag_environment_or_default()
    {
        var here = Variables["GRPCREFRESH_ADDRESS"];
        Variables.Remove("GRPCREFRESH_ADDRESS");
        WriteProfiles($$"""
            // Trailing commas and comments are fine.
            { "defaultProfile": "here", "profiles": { "here": { "address": "{{here}}" }, "gone": { "address": "http://127.0.0.1:1" }, } }
            """);

        Assert.Equal(0, (await RunAsync("job list")).ExitCode);
        Variables["GRPCREFRESH_PROFILE"] = "gone";
        Assert.Equal(8, (await RunAsync("job list")).ExitCode);
        Variables["GRPCREFRESH_ADDRESS"] = here;
        Assert.Equal(0, (await RunAsync("job list")).ExitCode);
        Assert.Equal(8, (await RunAsync("job list --profile gone")).ExitCode);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{ "profiles": { "here": { "adress": "http://127.0.0.1:1" } } }""")]
    [InlineData("""{ "profiles": { "here": { } } }""")]
    [InlineData("""{ "profiles": { "here": { "address": "127.0.0.1" } } }""")]
    public async Task A_broken_profile_file_is_a_mistake(string json)
    {
        WriteProfiles(json);

        var run = await RunAsync("job list --profile here");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("profile", run.Errors, StringComparison.Ordinal);
    }
}

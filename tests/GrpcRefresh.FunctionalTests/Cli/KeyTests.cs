using GrpcRefresh.FunctionalTests.Callers;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Cli;

public sealed class KeyTests : ToolTest, IAsyncLifetime
{
    private string _key = "";
    private string _file = "";

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        _key = await Service.NewKeyAsync("tool", "--role", "viewer");
        _file = Path.Combine(Service.Folder, "tool.key");
        await File.WriteAllTextAsync(_file, $"{_key}\n");
        // From here on the service asks for it: the first call with a key has it look.
        Assert.Equal(0, (await RunAsync("job", "list", "--key-file", _file)).ExitCode);
    }

    [Fact]
    public async Task The_key_comes_from_a_file_the_environment_or_the_profile()
    {
        Variables["GRPCREFRESH_KEY"] = _key;
        Assert.Equal(0, (await RunAsync("job list")).ExitCode);
        Variables.Remove("GRPCREFRESH_KEY");

        Variables["GRPCREFRESH_KEY_FILE"] = _file;
        Assert.Equal(0, (await RunAsync("job list")).ExitCode);
        Variables.Remove("GRPCREFRESH_KEY_FILE");

        WriteProfiles($$"""{ "profiles": { "here": { "address": "{{Variables["GRPCREFRESH_ADDRESS"]}}", "keyFile": "{{_file}}" } } }""");
        Assert.Equal(0, (await RunAsync("job list --profile here")).ExitCode);
    }

    [Fact]
    public async Task A_profiles_key_goes_to_no_other_address()
    {
        WriteProfiles($$"""{ "defaultProfile": "other", "profiles": { "other": { "address": "http://127.0.0.1:1", "keyFile": "{{_file}}" } } }""");

        Assert.Equal(7, (await RunAsync("job list")).ExitCode);
    }

    [Fact]
    public async Task Without_a_good_key_the_service_refuses_and_is_asked_once()
    {
        var none = await RunAsync("job list");
        Variables["GRPCREFRESH_KEY"] = _key[..^4] + "0000";
        var wrong = await RunAsync("job watch");

        Assert.Equal((7, 7), (none.ExitCode, wrong.ExitCode));
        Assert.Contains("UNAUTHENTICATED", none.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(_key[..^4], wrong.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_role_does_not_cover_is_refused()
    {
        Variables["GRPCREFRESH_KEY"] = _key;

        var run = await RunAsync("resource refresh --type datasource --path Sales --name Orders");

        Assert.Equal(7, run.ExitCode);
        Assert.Contains("PERMISSION_DENIED", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_is_a_mistake_that_does_not_show_it()
    {
        var missing = await RunAsync("job", "list", "--key-file", _key);
        Variables["GRPCREFRESH_KEY"] = "two words";
        var words = await RunAsync("job list");

        Assert.Equal((2, 2), (missing.ExitCode, words.ExitCode));
        Assert.DoesNotContain(_key, missing.Errors, StringComparison.Ordinal);
    }
}

using System.Text.Json;
using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Callers.CallerCalls;

namespace GrpcRefresh.FunctionalTests.Callers;

public sealed class ApiKeyTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async Task InitializeAsync() => _service = await TestService.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task A_key_made_while_the_service_runs_works_at_once_and_closes_it_to_others()
    {
        Assert.Equal(StatusCode.OK, await ListAsync(null));

        var key = await _service.NewKeyAsync("nightly", "--role", "viewer");

        Assert.Equal(StatusCode.OK, await ListAsync(key));
        await UntilAsync(() => ListAsync(null), StatusCode.Unauthenticated);
        Assert.Equal(StatusCode.OK, await ListAsync(key));
        Assert.Equal(StatusCode.Unauthenticated, await ListAsync(key[..^4] + "0000"));
        Assert.Empty(_service.Errors.Entries);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_and_so_is_everybody_else()
    {
        var key = await _service.NewKeyAsync("nightly", "--role", "viewer");
        Assert.Equal(StatusCode.OK, await ListAsync(key));

        Assert.Equal(0, (await ServerVerb.RunAsync(_service.Database, "key", "revoke", "nightly")).ExitCode);

        await UntilAsync(() => ListAsync(key), StatusCode.Unauthenticated);
        await UntilAsync(() => ListAsync(null), StatusCode.Unauthenticated);

        await _service.RestartAsync();

        Assert.Equal(StatusCode.Unauthenticated, await ListAsync(null));
    }

    [Fact]
    public async Task A_job_tells_the_name_of_the_key_that_asked_for_it()
    {
        var key = await _service.NewKeyAsync("nightly", "--role", "refresher");

        var job = await _service.RefreshedByAsync(key);

        Assert.Equal("nightly", job.RequestedBy);
        Assert.Contains(await ServerVerb.ExportAsync(_service.Database), row => row.Text("actor") == "nightly" && row.Text("action") == "CALL_REFRESH");
    }

    [Fact]
    public async Task The_role_of_a_key_is_its_bound()
    {
        var viewer = await _service.NewKeyAsync("viewer", "--role", "viewer");

        var refused = await Assert.ThrowsAsync<RpcException>(() => _service.RefreshedByAsync(viewer));

        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
    }

    [Fact]
    public async Task Keys_are_listed_without_what_they_are()
    {
        var key = await _service.NewKeyAsync("nightly", "--role", "rotator", "--site", "", "--site", "marketing", "--project", "Sales/North%2FSouth", "--expires", "90d");
        await _service.NewKeyAsync("old", "--role", "viewer");
        await ServerVerb.RunAsync(_service.Database, "key", "revoke", "old");

        var text = await ServerVerb.RunAsync(_service.Database, "key", "list");
        var json = await ServerVerb.RunAsync(_service.Database, "key", "list", "--output", "json");

        var lines = json.Lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        Assert.Equal(["nightly rotator active", "old viewer revoked"], lines.Select(line => $"{line.Text("name")} {line.Text("role")} {line.Text("state")}"));
        Assert.Equal("""["","marketing"]""", lines[0].GetProperty("sites").GetRawText());
        Assert.Equal("Sales/North%2FSouth", lines[0].GetProperty("projects")[0].GetString());
        Assert.Equal(3, text.Lines.Count);
        Assert.DoesNotContain(key[^64..], text.Output + json.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'--name' is required", "key", "create", "--role", "viewer")]
    [InlineData("--name takes", "key", "create", "--name", "a b", "--role", "viewer")]
    [InlineData("--role is viewer", "key", "create", "--name", "a", "--role", "king")]
    [InlineData("--expires", "key", "create", "--name", "a", "--role", "viewer", "--expires", "2020-01-01")]
    [InlineData("--project", "key", "create", "--name", "a", "--role", "viewer", "--project", "/A")]
    public async Task A_mistake_is_named_and_nothing_is_made(string told, params string[] words)
    {
        var run = await ServerVerb.RunAsync(_service.Database, words);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(told, run.Errors, StringComparison.Ordinal);
        Assert.Empty((await ServerVerb.RunAsync(_service.Database, "key", "list", "--output", "json")).Lines);
    }

    [Fact]
    public async Task What_is_not_there_or_taken_is_an_exit_code_of_its_own()
    {
        await _service.NewKeyAsync("nightly", "--role", "viewer");

        Assert.Equal(1, (await ServerVerb.RunAsync(_service.Database, "key", "create", "--name", "nightly", "--role", "viewer")).ExitCode);
        Assert.Equal(1, (await ServerVerb.RunAsync(_service.Database, "key", "revoke", "nobody")).ExitCode);
    }

    private Task<StatusCode> ListAsync(string? credential) => CodeAsync(_service.Jobs.ListJobsAsync(new ListJobsRequest(), With(credential)));
}

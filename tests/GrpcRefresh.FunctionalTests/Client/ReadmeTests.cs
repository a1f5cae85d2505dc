using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Client;

/// <summary>The README's program is the one that is built here, and it does what the README says.</summary>
public sealed class ReadmeTests
{
    private static readonly string Example = Path.Combine("tests", "GrpcRefresh.Example");

    [Fact]
    public void The_README_shows_the_program_as_it_is_built()
    {
        var readme = File.ReadAllText(Path.Combine(Checkout.Root, "README.md"));

        Assert.Contains($"```csharp\n{File.ReadAllText(Path.Combine(Checkout.Root, Example, "Program.cs"))}```\n", readme, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_refreshes_and_watches_to_the_end()
    {
        await using var service = await TestService.StartAsync();

        var run = await RunAsync(service);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith("Started: job ", run.Lines[0], StringComparison.Ordinal);
        Assert.Equal("Succeeded", run.Lines[^1].Trim());
    }

    [Fact]
    public async Task The_program_lists_the_candidates_for_a_name_that_is_not_there()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.World.ChangeItem(service.Tableau.World.Item("Sales/Orders").Luid, item => item with { Name = "Order" });

        var run = await RunAsync(service);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("RESOURCE_NOT_FOUND: ", run.Lines[0], StringComparison.Ordinal);
        Assert.Contains("  Sales / Order, luid ", run.Output, StringComparison.Ordinal);
    }

    private static Task<ProgramRun> RunAsync(TestService service) =>
        ProgramRun.OfAsync("dotnet", Checkout.Program(Example, "GrpcRefresh.Example.dll"), $"{service.Url}");
}

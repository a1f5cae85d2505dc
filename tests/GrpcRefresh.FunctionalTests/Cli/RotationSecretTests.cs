using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Cli;

/// <summary>Wherever the secret comes from, Tableau is given it and nobody is shown it.</summary>
public sealed class RotationSecretTests : RotationToolTest
{
    private readonly string _file = Path.GetTempFileName();

    public static TheoryData<string> Sources => ["--secret-env NEW_SECRET", "--secret-file FILE", "--secret-stdin", "--secret-ref ops"];

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task The_secret_reaches_Tableau_and_no_output(string source)
    {
        ChangeInSnowflake();
        await File.WriteAllTextAsync(_file, $"{NewSecret}\n");
        if (!source.EndsWith("NEW_SECRET", StringComparison.Ordinal))
        {
            Variables.Remove("NEW_SECRET");
        }

        var command = $"{Rotate} {source.Replace("FILE", _file, StringComparison.Ordinal)} --old-secret dead --yes --wait";
        var text = await ProgramRun.OfAsync(Start("dotnet", [Dll, .. command.Split(' ')]), $"{NewSecret}\n");
        var json = await ProgramRun.OfAsync(Start("dotnet", [Dll, .. command.Split(' '), "-o", "json"]), $"{NewSecret}\n");
        var later = await RunAsync($"job watch {JobId(text)} -o json");
        File.Delete(_file);

        Assert.Equal((0, 0), (text.ExitCode, json.ExitCode));
        Assert.All(Connections, one => Assert.True(one.Holds(NewSecret)));
        Assert.DoesNotContain(NewSecret, $"{text}{json}{later}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_secret_is_in_no_output()
    {
        Variables["NEW_SECRET"] = $"{NewSecret}{new string('x', 5_000)}";

        var run = await RunAsync($"{WithSecret} --yes");

        Assert.Equal(7, run.ExitCode);
        Assert.Contains("secret", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(NewSecret, $"{run}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_place_of_its_name_is_not_repeated()
    {
        string[] lines = [$"--secret-env {NewSecret}", $"--secret-file {NewSecret}", $"--secret {NewSecret}"];
        foreach (var line in lines)
        {
            var run = await RunAsync($"{Rotate} {line} --yes");

            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.DoesNotContain(NewSecret, run.Errors, StringComparison.Ordinal);
        }
    }

    protected override void Configure(Dictionary<string, string?> settings) => settings["GrpcRefresh:Rotation:Secrets:ops:Secret"] = NewSecret;
}

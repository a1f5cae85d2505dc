using System.Text;
using System.Text.RegularExpressions;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.Extensions.Configuration;

namespace GrpcRefresh.Tests.Docs;

public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Checkout.Root, "README.md"));

    [Theory]
    [InlineData("dotnet test GrpcRefresh.sln")]
    [InlineData("dotnet run --project src/GrpcRefresh.Demo -- --once")]
    public void Its_commands_are_the_ones_that_are_checked(string command)
    {
        Assert.Contains(command, Readme, StringComparison.Ordinal);
        Assert.Contains(command, File.ReadAllText(Path.Combine(Checkout.Root, ".ci", "run")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_is_explained() => Assert.All(
        Enum.GetValues<ErrorReason>().Where(reason => reason != ErrorReason.Unspecified),
        reason => Assert.Contains($"`{FailureStatus.NameOf(reason)}`", Readme, StringComparison.Ordinal));

    [Fact]
    public void Its_configuration_has_only_settings_that_exist()
    {
        using var sample = new MemoryStream(Encoding.UTF8.GetBytes(Json().Match(Readme).Groups["json"].Value));
        var configuration = new ConfigurationBuilder().AddJsonStream(sample).Build();
        var sections = OptionsClass.AllIn(typeof(ServerHost).Assembly).ToList();

        Assert.All(sections, section => configuration.GetSection(section.Key).Get(section.Type, binder => binder.ErrorOnUnknownConfiguration = true));
        Assert.Empty(configuration.GetSection("GrpcRefresh").GetChildren().Select(child => child.Path).Except(sections.Select(section => section.Key)));
    }

    [GeneratedRegex("```json(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}

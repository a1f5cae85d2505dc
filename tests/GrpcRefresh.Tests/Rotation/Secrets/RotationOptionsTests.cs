using GrpcRefresh.Server.Rotation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Rotation.Secrets;

public sealed class RotationOptionsTests
{
    private const string Key = "GrpcRefresh:Rotation:Secrets:a";
    private const string Hidden = "hunter2";

    [Theory]
    [InlineData($"{Key}:Secret", "UserName=svc")]
    [InlineData($"{Key}:Secret", $"Secret={Hidden}", "SecretFile=/run/secrets/new")]
    [InlineData($"{Key}:PreviousSecret", $"Secret={Hidden}", $"PreviousSecret={Hidden}", "PreviousSecretFile=/run/secrets/old")]
    [InlineData($"{Key}:Secret", $"Secret={Hidden}\n")]
    [InlineData($"{Key}:PreviousSecret", "SecretFile=/run/secrets/new", $"PreviousSecret={Hidden}\n")]
    [InlineData($"{Key}:UserName", $"Secret={Hidden}", "UserName=svc\nadmin")]
    public void A_mistake_is_told_by_its_key_and_without_values(string key, params string[] settings)
    {
        var mistake = Assert.Single(Mistakes(settings));

        Assert.StartsWith(key, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain(Hidden, mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_secret_is_refused() =>
        Assert.StartsWith($"{Key}:Secret is longer than 4,096", Assert.Single(Mistakes($"Secret={new string('s', 4_097)}")), StringComparison.Ordinal);

    [Fact]
    public void All_mistakes_are_told_at_once() => Assert.Equal(3, Mistakes("UserName=\t", "PreviousSecret=\t").Count());

    [Theory]
    [InlineData($"Secret={Hidden}")]
    [InlineData("SecretFile=/not/there/yet", "PreviousSecretFile=/not/there/yet")]
    public void A_good_section_is_accepted_also_before_its_files_are_there(params string[] settings) => Assert.Empty(Mistakes(settings));

    [Fact]
    public void Names_differ_by_more_than_their_case()
    {
        var options = Bind("Secret=s");

        Assert.True(options.Value.Secrets.ContainsKey("A"));
    }

    private static IEnumerable<string> Mistakes(params string[] settings)
    {
        try
        {
            _ = Bind(settings).Value;
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
    }

    private static IOptions<RotationOptions> Bind(params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create($"{Key}:{pair[0]}", (string?)pair[1])))
            .Build();
        var services = new ServiceCollection();
        services.AddOptions<RotationOptions>().Bind(configuration.GetSection(RotationOptions.Section));
        services.AddSingleton<IValidateOptions<RotationOptions>, RotationOptionsValidator>();
        return services.BuildServiceProvider().GetRequiredService<IOptions<RotationOptions>>();
    }
}

using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server;

/// <summary>
/// Makes a value that cannot be read (a time that is none) a mistake like all others, told together with them by its key. The framework would throw it
/// past the check at start.
/// </summary>
internal sealed class TellingOptionsFactory<TOptions>(
    IEnumerable<IConfigureOptions<TOptions>> setups, IEnumerable<IPostConfigureOptions<TOptions>> postConfigures, IEnumerable<IValidateOptions<TOptions>> validations)
    : IOptionsFactory<TOptions>
    where TOptions : class
{
    private readonly OptionsFactory<TOptions> _factory = new(setups, postConfigures, validations);

    public TOptions Create(string name)
    {
        try
        {
            return _factory.Create(name);
        }
        catch (InvalidOperationException e) when (e.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal))
        {
            throw new OptionsValidationException(name, typeof(TOptions), [$"{e.Message} Correct the value; docs/configuration.md has the defaults and limits."]);
        }
    }
}

using GrpcRefresh.Server.Snowflake;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Outcomes;

/// <summary>What a start must know of the table, and that there is an account to write to.</summary>
internal sealed class OutcomeOptionsValidator(IConfiguration configuration) : IValidateOptions<OutcomeOptions>
{
    private const string Key = OutcomeOptions.Section;

    public ValidateOptionsResult Validate(string? name, OutcomeOptions options)
    {
        string[] problems = options.Enabled ? [.. Problems(options)] : [];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(OutcomeOptions options)
    {
        if (!SqlName.TryParse(options.Table, out _))
        {
            yield return $"{Key}:Table: '{options.Table}' is no name of a table. Give it by database, schema and name, as GRPCREFRESH.TABLEAU.TABLEAU_JOB_LOG.";
        }

        // Not as checked options, which would throw here for mistakes that their own check tells.
        if (configuration.GetSection(SnowflakeOptions.Section).Get<SnowflakeOptions>() is not { IsOn: true })
        {
            yield return $"{Key}:Enabled needs a Snowflake account to write to. Set {SnowflakeOptions.Section}:Account, User and a credential, or turn it off.";
        }
    }
}

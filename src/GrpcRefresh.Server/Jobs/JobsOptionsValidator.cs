using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Jobs;

/// <summary>What no single option can say of itself.</summary>
internal sealed class JobsOptionsValidator : IValidateOptions<JobsOptions>
{
    public ValidateOptionsResult Validate(string? name, JobsOptions options) => options.PollMax < options.PollMin
        ? ValidateOptionsResult.Fail($"{JobsOptions.Section}:PollMax ({options.PollMax}) is less than PollMin ({options.PollMin}).")
        : ValidateOptionsResult.Success;
}

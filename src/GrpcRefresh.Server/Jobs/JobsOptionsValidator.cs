using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Jobs;

internal sealed class JobsOptionsValidator : IValidateOptions<JobsOptions>
{
    public ValidateOptionsResult Validate(string? name, JobsOptions options)
    {
        var problems = new[]
            {
                (nameof(options.PollMin), options.PollMin),
                (nameof(options.PollMax), options.PollMax),
                (nameof(options.BackOffMax), options.BackOffMax),
                (nameof(options.LostAnswerGrace), options.LostAnswerGrace),
                (nameof(options.UnknownAfter), options.UnknownAfter),
                (nameof(options.BridgePatience), options.BridgePatience),
                (nameof(options.ConflictRetry), options.ConflictRetry),
                (nameof(options.EpochLimit), options.EpochLimit),
                (nameof(options.ReconcileEvery), options.ReconcileEvery),
            }
            .Where(option => option.Item2 <= TimeSpan.Zero)
            .Select(option => $"{JobsOptions.Section}:{option.Item1} is {option.Item2}; it must be more than zero, for example 00:00:05.")
            .ToList();
        if (options.PollMax < options.PollMin)
        {
            problems.Add($"{JobsOptions.Section}:PollMax ({options.PollMax}) is less than PollMin ({options.PollMin}).");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

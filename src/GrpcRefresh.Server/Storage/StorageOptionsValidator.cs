using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Storage;

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        List<string> problems = [];
        if (string.IsNullOrWhiteSpace(options.Sqlite))
        {
            problems.Add($"{StorageOptions.Section}:Sqlite is empty; give the path of the database file.");
        }
        else
        {
            problems.AddRange(StoragePlaces.Problems(options));
        }

        if (options.Retention.Jobs < TimeSpan.FromDays(1))
        {
            problems.Add($"{StorageOptions.Section}:Retention:Jobs is {options.Retention.Jobs}; it must be at least 1.00:00:00, because request ids are kept with their jobs.");
        }

        if (options.Retention.Audit < TimeSpan.FromDays(1))
        {
            problems.Add($"{StorageOptions.Section}:Retention:Audit is {options.Retention.Audit}; it must be at least 1.00:00:00.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

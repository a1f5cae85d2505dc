using System.ComponentModel.DataAnnotations;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Checks the options of token rotations.</summary>
internal static class RotationTokenRules
{
    public static IEnumerable<string> Check(RotationTokenOptions options) =>
    [
        .. Ranges(options),
        .. View($"{RotationTokenOptions.Section}:{nameof(options.LoginHistory)}", options.LoginHistory),
        .. View($"{RotationTokenOptions.Section}:{nameof(options.Credentials)}", options.Credentials),
    ];

    // The attributes are looked at by hand: the framework's validation does not go into nested classes.
    private static IEnumerable<string> Ranges(RotationTokenOptions options)
    {
        List<ValidationResult> problems = [];
        Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);
        return problems.Select(problem => $"{RotationTokenOptions.Section}:{problem.MemberNames.First()}: {problem.ErrorMessage}");
    }

    private static IEnumerable<string> View(string key, string? name)
    {
        if (!SqlName.TryParse(name ?? "", out _))
        {
            yield return $"{key}: '{name}' is no name of a view. Write DATABASE.SCHEMA.VIEW, parts with other characters in double quotes.";
        }
    }
}

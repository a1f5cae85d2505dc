using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Security;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rotation;

/// <summary>Checks the whole section at start and reports everything that is wrong with it at once.</summary>
/// <remarks>
/// The files of secrets are left for the rotation: they may come just before it and go right after it, and a service that
/// refreshes must be able to start meanwhile. One that is there must be readable, and not by everybody.
/// </remarks>
internal sealed class RotationOptionsValidator : IValidateOptions<RotationOptions>
{
    private const int LongestName = 128;

    public static string KeyOf(string name) => $"{RotationOptions.Section}:{nameof(RotationOptions.Secrets)}:{name}";

    public ValidateOptionsResult Validate(string? name, RotationOptions options)
    {
        List<string> problems =
        [
            .. options.Secrets.SelectMany(secret => Check(secret.Key, KeyOf(secret.Key), secret.Value)),
            .. RotationTokenRules.Check(options.Tokens),
        ];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Check(string name, string key, RotationSecretOptions secret) =>
    [
        .. Name(name, key),
        .. UserName(key, secret.UserName ?? ""),
        .. Source($"{key}:{nameof(secret.Secret)}", secret.Secret, secret.SecretFile, required: true),
        .. Source($"{key}:{nameof(secret.PreviousSecret)}", secret.PreviousSecret, secret.PreviousSecretFile, required: false),
    ];

    private static IEnumerable<string> Name(string name, string key)
    {
        if (name.Length > LongestName || name.Any(char.IsControl))
        {
            yield return $"{key}: the name of a credential has at most {LongestName} characters and no control characters. Choose another.";
        }
    }

    private static IEnumerable<string> UserName(string key, string userName)
    {
        if (userName.Length > SecretRules.LongestUserName || userName.Any(char.IsControl))
        {
            yield return $"{key}:UserName: a user name has at most {SecretRules.LongestUserName} characters and no control characters. Give the Snowflake user alone.";
        }
    }

    private static IEnumerable<string> Source(string key, Secret? value, string? file, bool required)
    {
        var (isValue, isFile) = (value is { IsEmpty: false }, !string.IsNullOrEmpty(file));
        if (isValue && isFile)
        {
            yield return $"{key} and {key}File are both set. Keep one of them.";
        }
        else if (required && !isValue && !isFile)
        {
            yield return $"{key} is missing. Set it, or set {key}File to a file that holds the secret.";
        }
        else if (isFile && SecretFile.ProblemIfThere($"{key}File", file!) is { } access)
        {
            yield return access;
        }
        else if (isValue && SecretRules.Problem(value!) is { } problem)
        {
            yield return $"{key} {problem}.";
        }
    }
}

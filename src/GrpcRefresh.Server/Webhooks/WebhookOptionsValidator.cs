using System.Text.RegularExpressions;
using GrpcRefresh.Server.Listening;
using GrpcRefresh.Server.Security;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Webhooks;

/// <summary>Both keys or neither, and a path that nobody guesses. Its value is never repeated.</summary>
internal sealed partial class WebhookOptionsValidator(ListenRules rules) : IValidateOptions<WebhookOptions>
{
    private const string Listen = $"{WebhookOptions.Section}:{nameof(WebhookOptions.Listen)}";
    private const string Path = $"{WebhookOptions.Section}:{nameof(WebhookOptions.Path)}";

    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        var problems = (options.IsOn, options.Path is { IsEmpty: false }) switch
        {
            (false, false) => [],
            (false, true) => [$"{Listen} is missing although {Path} is set. Set it to an address such as http://127.0.0.1:5481, or remove the path."],
            (true, false) => [$"{Path} is missing although {Listen} is set. Set it to a path that ends in 32 or more random letters and digits."],
            _ => Check(options).ToList(),
        };
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Check(WebhookOptions options)
    {
        // Tableau is known by the path, which is why it must not cross a network in clear.
        foreach (var problem in rules.Check(Listen, options.Listen!, "http://127.0.0.1:5481", asksWhoCalls: false))
        {
            yield return problem;
        }

        if (!Unguessable().IsMatch(options.Path!.Reveal()))
        {
            yield return $"{Path} can be guessed, or is no path. Begin it with a slash, use letters, digits, - and _ only, and let one segment " +
                "have 32 or more random ones.";
        }
    }

    [GeneratedRegex("^(/[A-Za-z0-9_-]+)*/[A-Za-z0-9_-]{32,}(/[A-Za-z0-9_-]+)*$")]
    private static partial Regex Unguessable();
}

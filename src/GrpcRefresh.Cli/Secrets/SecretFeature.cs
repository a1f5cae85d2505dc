using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace GrpcRefresh.Cli.Secrets;

/// <summary>Where a secret is read from: never from the command line, which every user of the machine can see.</summary>
internal sealed class SecretFeature
{
    private readonly string _name;
    private readonly Option<string?> _file;
    private readonly Option<string?> _variable;
    private readonly Option<bool>? _stdin;
    private readonly Option<string?> _spoken;

    /// <param name="name">The option that is refused, and the beginning of those that are not.</param>
    /// <param name="what">What the secret is.</param>
    /// <param name="fromStdin">Whether standard input may bring it: it can bring one only.</param>
    public SecretFeature(string name, string what, bool fromStdin)
    {
        _name = name;
        _file = new Option<string?>($"{name}-file") { Description = $"{what}: a file that holds it and nothing else.", HelpName = "path" };
        _variable = new Option<string?>($"{name}-env") { Description = $"{what}: an environment variable that holds it.", HelpName = "variable" };
        _stdin = fromStdin ? new Option<bool>($"{name}-stdin") { Description = $"{what}: piped to standard input." } : null;
        _spoken = new Option<string?>(name) { Hidden = true, Arity = ArgumentArity.ZeroOrOne };
        // A shell that completes its name takes it for the option itself.
        _spoken.CompletionSources.Add(_ => Names.Select(other => new CompletionItem(other)));
    }

    public IEnumerable<string> Names => Options.Select(option => option.Name);

    public void AddTo(Command command)
    {
        foreach (var option in Options.Append(_spoken))
        {
            command.Add(option);
        }
    }

    /// <summary>What to say to somebody who wrote the secret itself; null otherwise.</summary>
    public string? Spoken(CommandResult given) => given.GetResult(_spoken) is null
        ? null
        : $"{_name} is not taken from the command line, where every user of this machine can read it: change that secret, and use {string.Join(" or ", Names)}.";

    /// <summary>From how many places it is to come; more than one is a mistake.</summary>
    public int Places(CommandResult given) => Options.Count(option => given.GetResult(option) is { Implicit: false });

    /// <summary>The secret, or null when no place was named.</summary>
    public async Task<string?> ReadAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        parsed.GetValue(_file) is { } path ? await OfFileAsync(path, cancellationToken)
        : parsed.GetValue(_variable) is { } variable ? OfVariable(variable)
        : _stdin is not null && parsed.GetValue(_stdin) ? await OfStdinAsync(cancellationToken)
        : null;

    private IEnumerable<Option> Options => new Option?[] { _file, _variable, _stdin }.OfType<Option>();

    private async Task<string> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await SecretText.ReadAsync(file, $"The file of {_name}-file", cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not the path: a secret may have been given in its place.
            throw new UsageException($"{_name}-file names no file that can be read ({e.GetType().Name}).");
        }
    }

    private string OfVariable(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } secret
        ? secret
        : throw new UsageException($"{_name}-env takes the name of an environment variable, and none of that name is set.");

    private async Task<string> OfStdinAsync(CancellationToken cancellationToken)
    {
        if (!Console.IsInputRedirected)
        {
            throw new UsageException($"{_name}-stdin reads what is piped to it; typed here, the secret would be seen. Pipe it, or use {string.Join(" or ", Names.SkipLast(1))}.");
        }

        await using var input = Console.OpenStandardInput();
        return await SecretText.ReadAsync(input, $"What {_name}-stdin read", cancellationToken);
    }
}

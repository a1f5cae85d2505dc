using System.Text.RegularExpressions;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>One statement, or several in a row, with the values for its question marks.</summary>
/// <param name="Text">Names come into it through <see cref="SqlName"/>, values through <see cref="Bindings"/>.</param>
/// <remarks>
/// <para>Every statement has a request id, and every repetition of it goes under the same id with <c>retry=true</c>. Snowflake documents for
/// that: it is not executed again <em>if it had already succeeded</em>; otherwise it is executed. So after a lost answer exactly one success is
/// what remains. What is not documented: what happens while the first execution still runs, for how long the id is known, and whether
/// a result that holds a secret is told again. A statement whose second execution would do harm needs a guard in itself.</para>
/// </remarks>
internal sealed partial record SqlStatement(string Text)
{
    public IReadOnlyList<SqlBinding> Bindings { get; init; } = [];

    /// <summary>How many statements there are in the text, separated by semicolons. Several take no bindings; earlier ones stay executed when a later one fails.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Whether its result, and hence its handle, must be kept from logs, errors and traces: <c>ADD</c> and <c>ROTATE PROGRAMMATIC ACCESS TOKEN</c>.</summary>
    public bool ResultIsSecret { get; init; }

    /// <summary>Kept by whoever must be able to send the same statement again after a crash.</summary>
    public Guid RequestId { get; init; } = Guid.NewGuid();

    /// <summary>Whether it may have been sent under this id before, by an earlier life of this process: then the first try is a repetition too.</summary>
    public bool Repeated { get; init; }

    /// <summary>Whether it is handed in once and its sender repeats it: a repetition while the first execution still runs could be executed beside it.</summary>
    public bool IsSentOnce { get; init; }

    /// <summary>Null for the configured one.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Null for the configured one.</summary>
    public string? Role { get; init; }

    /// <summary>Null for the configured one.</summary>
    public string? Warehouse { get; init; }

    /// <summary>Its first words, for logs: they hold neither names nor values.</summary>
    public string Verb => Words().Match(Text) is { Success: true } words ? words.Value : "statement";

    public override string ToString() => Verb;

    /// <summary>Words about the statement without the secrets that it was given.</summary>
    public string Redact(string words) => Bindings.Where(binding => binding is { IsSecret: true, Value.Length: > 0 })
        .Aggregate(words, (text, binding) => text.Replace(binding.Value!, Secret.Mask, StringComparison.Ordinal));

    [GeneratedRegex(@"(?<=^\s*)[A-Za-z]+(\s+(USER|TABLE|VIEW|INTO|FROM)\b)?", RegexOptions.IgnoreCase)]
    private static partial Regex Words();
}

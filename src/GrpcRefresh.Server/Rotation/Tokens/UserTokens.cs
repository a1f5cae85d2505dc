using System.Text.RegularExpressions;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Lists and removes tokens of a user.</summary>
internal sealed partial class UserTokens(SnowflakeAccount account)
{
    public async Task<IReadOnlyList<SnowflakeTokenRecord>> ListAsync(string user, CancellationToken ct) =>
        [.. (await account.QueryAsync(TokenStatements.Show(user), ct)).Rows.Select(Read)];

    /// <summary>What is not there is removed already.</summary>
    public async Task RemoveAsync(string user, string token, CancellationToken ct)
    {
        try
        {
            await account.QueryAsync(TokenStatements.Remove(user, token), ct);
        }
        catch (SnowflakeException e) when (e.Kind == SnowflakeErrorKind.NotFound)
        {
            // Snowflake does not tell what is missing from what is hidden; whoever may list the tokens sees all of them.
            if ((await ListAsync(user, ct)).Any(one => SameName(one.Name, token)))
            {
                throw;
            }
        }
    }

    /// <summary>Removes those of one rotation that are there now.</summary>
    public async Task RemoveAsync(string user, TokenSeries series, CancellationToken ct)
    {
        foreach (var token in (await ListAsync(user, ct)).Where(token => series.NumberOf(token.Name) is not null))
        {
            await RemoveAsync(user, token.Name, ct);
        }
    }

    /// <summary>The secrets that a token had before and that still work, the oldest first.</summary>
    public static IEnumerable<SnowflakeTokenRecord> PredecessorsOf(string token, IEnumerable<SnowflakeTokenRecord> tokens) => tokens
        .Where(one => one.IsActive && one.RotatedTo is { } successor && SameName(successor, token))
        // The names end with the moment of the rotation.
        .OrderBy(one => one.CreatedAt ?? DateTimeOffset.MinValue).ThenBy(one => one.Name, StringComparer.Ordinal);

    public static bool SameName(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static SnowflakeTokenRecord Read(SqlRow row)
    {
        var (name, status) = (row.Text("name"), row.TextOrNull("status"));
        return new SnowflakeTokenRecord(name, Some(row.TextOrNull("role_restriction")), row.Timestamp("expires_at"), Is(status, "ACTIVE"), row.Timestamp("created_on"))
        {
            RotatedTo = Some(row.TextOrNull("rotated_to")) ?? (RotatedName().Match(name) is { Success: true } match ? match.Groups[1].Value : null),
            IsOurs = row.TextOrNull("comment") == TokenStatements.Comment,
            Counts = !Is(status, "EXPIRED"),
        };
    }

    private static bool Is(string? status, string word) => string.Equals(status, word, StringComparison.OrdinalIgnoreCase);

    private static string? Some(string? text) => string.IsNullOrEmpty(text) ? null : text;

    // The column rotated_to is not on every page of the documentation; the form of the name is.
    [GeneratedRegex("^(.+)_ROTATED_[0-9]{10,}\\z", RegexOptions.IgnoreCase)]
    private static partial Regex RotatedName();
}

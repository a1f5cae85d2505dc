using System.Globalization;
using System.Text.RegularExpressions;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary><c>ALTER USER … ADD | ROTATE | MODIFY | REMOVE PROGRAMMATIC ACCESS TOKEN</c> and <c>SHOW USER PROGRAMMATIC ACCESS TOKENS</c>.</summary>
internal static partial class TokenStatements
{
    private static readonly SqlOutColumn[] Listed =
    [
        .. new[] { "name", "user_name", "role_restriction" }.Select(name => new SqlOutColumn(name, "text")), new("expires_at", "timestamp_ltz"),
        .. new[] { "status", "comment" }.Select(name => new SqlOutColumn(name, "text")), new("created_on", "timestamp_ltz"), new("created_by", "text"),
        new("mins_to_bypass_network_policy_requirement", "fixed"), new("rotated_to", "text"),
    ];

    /// <summary>After ALTER USER.</summary>
    public static SqlOutcome Alter(SqlSession session, SqlCursor cursor)
    {
        var skipsMissingUser = cursor.Try("IF", "EXISTS");
        var isOwn = IsVerb(cursor);
        var owner = isOwn ? session.Identity.User
            : skipsMissingUser && !session.World.Users.Any(user => user.Name == cursor.Next?.Text) ? throw SqlProblem.Unknown("IF EXISTS with a user that does not exist")
            : UserStatements.Find(session, cursor.Name());
        var desk = new TokenDesk(session.World, session.Identity, session.Role);
        var verb = IsVerb(cursor) ? cursor.Take().Text : throw cursor.Unexpected("ADD, ROTATE, MODIFY or REMOVE");
        if (!cursor.Try("PAT"))
        {
            cursor.Expect("PROGRAMMATIC", "ACCESS", "TOKEN");
        }

        return verb switch
        {
            "ADD" => Add(desk, owner, cursor),
            "ROTATE" => Rotate(desk, owner, cursor),
            "MODIFY" => Modify(desk, owner, cursor),
            _ => Remove(desk, owner, cursor),
        };
    }

    /// <summary>After SHOW USER.</summary>
    public static SqlOutcome Show(SqlSession session, SqlCursor cursor)
    {
        if (!cursor.Try("PATS"))
        {
            cursor.Expect("PROGRAMMATIC", "ACCESS", "TOKENS");
        }

        var owner = cursor.Try("FOR", "USER") ? UserStatements.Find(session, cursor.Name()) : session.Identity.User;
        cursor.ExpectEnd();
        var (now, nanos) = (session.World.Now, session.World.Settings.TimestampsInNanoseconds);
        return new SqlOutcome(Listed, [.. new TokenDesk(session.World, session.Identity, session.Role).List(owner).Select(token => new string?[]
        {
            token.Name, owner.Name, token.Role, SqlTimes.ToApi(token.ExpiresAt, nanos), token.StatusAt(now), token.Comment, SqlTimes.ToApi(token.CreatedAt, nanos),
            token.CreatedBy, null, token.RotatedTo,
        })]);
    }

    private static bool IsVerb(SqlCursor cursor) => cursor.Next is { Kind: SqlTokenKind.Word, Text: "ADD" or "ROTATE" or "MODIFY" or "REMOVE" };

    private static SqlOutcome Add(TokenDesk desk, SnowflakeUser owner, SqlCursor cursor)
    {
        var skipsExisting = cursor.Try("IF", "NOT", "EXISTS");
        var name = TokenName(cursor);
        var options = Options(cursor, "ROLE_RESTRICTION", "DAYS_TO_EXPIRY", "COMMENT");
        if (skipsExisting && TokenDesk.Find(owner, name) is not null)
        {
            return SqlOutcome.Message($"{name} already exists, statement succeeded.");
        }

        var token = desk.Add(owner, name, options.GetValueOrDefault("ROLE_RESTRICTION"), Number(options, "DAYS_TO_EXPIRY"), options.GetValueOrDefault("COMMENT"));
        return new SqlOutcome([new("token_name", "text"), new("token_secret", "text")], [[token.Name, token.Secret]]) { IsSecret = true };
    }

    private static SqlOutcome Rotate(TokenDesk desk, SnowflakeUser owner, SqlCursor cursor)
    {
        var skipsMissing = cursor.Try("IF", "EXISTS");
        var name = TokenName(cursor);
        var options = Options(cursor, "EXPIRE_ROTATED_TOKEN_AFTER_HOURS");
        if (skipsMissing && TokenDesk.Find(owner, name) is null)
        {
            return SqlOutcome.Message($"{name} does not exist, statement succeeded.");
        }

        var (token, oldName) = desk.Rotate(owner, name, Number(options, "EXPIRE_ROTATED_TOKEN_AFTER_HOURS"));
        return new SqlOutcome([new("token_name", "text"), new("token_secret", "text"), new("rotated_token_name", "text")], [[token.Name, token.Secret, oldName]]) { IsSecret = true };
    }

    private static SqlOutcome Modify(TokenDesk desk, SnowflakeUser owner, SqlCursor cursor)
    {
        cursor.Try("IF", "EXISTS");
        var name = TokenName(cursor);
        if (cursor.Try("RENAME", "TO"))
        {
            var other = TokenName(cursor);
            cursor.ExpectEnd();
            desk.Change(owner, name, token => token with { Name = other });
        }
        else
        {
            cursor.Expect("SET");
            var options = Options(cursor, "DISABLED", "COMMENT");
            desk.Change(owner, name, token => token with
            {
                Disabled = options.TryGetValue("DISABLED", out var disabled) ? disabled == "TRUE" : token.Disabled,
                Comment = options.GetValueOrDefault("COMMENT") ?? token.Comment,
            });
        }

        return SqlOutcome.Message("Statement executed successfully.");
    }

    private static SqlOutcome Remove(TokenDesk desk, SnowflakeUser owner, SqlCursor cursor)
    {
        var name = TokenName(cursor);
        cursor.ExpectEnd();
        desk.Remove(owner, name);
        return SqlOutcome.Message($"Programmatic access token {name} successfully removed.");
    }

    private static string TokenName(SqlCursor cursor) => cursor.Name() is var name && Name().IsMatch(name)
        ? name.ToUpperInvariant()
        : throw new SqlProblem("001003", "42000", $"'{name}' is no name for a token: letters, digits and underscores, not beginning with a digit.");

    private static Dictionary<string, string> Options(SqlCursor cursor, params string[] known)
    {
        Dictionary<string, string> options = [];
        while (!cursor.IsAtEnd)
        {
            var name = cursor.Take().Text;
            if (!known.Contains(name))
            {
                throw SqlProblem.Unknown($"the option {name}");
            }

            cursor.Expect("=");
            var value = cursor.Take();
            options[name] = value.Kind is SqlTokenKind.Literal or SqlTokenKind.Number or SqlTokenKind.Word or SqlTokenKind.Quoted ? value.Text : throw SqlProblem.Unknown($"'{value.Raw}' for {name}");
        }

        return options;
    }

    private static int? Number(Dictionary<string, string> options, string name) => options.TryGetValue(name, out var text)
        ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw SqlProblem.Unknown($"'{text}' for {name}")
        : null;

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*\\z")]
    private static partial Regex Name();
}

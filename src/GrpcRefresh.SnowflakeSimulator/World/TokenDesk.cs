using System.Globalization;

namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>Makes, rotates, changes and removes tokens by the documented rules.</summary>
internal sealed class TokenDesk(SnowflakeWorld world, Identity identity, string role)
{
    private const int DefaultDays = 15;
    private const int MostDays = 365;

    public AccessToken Add(SnowflakeUser owner, string name, string? restriction, int? days, string? comment)
    {
        Check(owner, isChange: false);
        if (owner.Type == SnowflakeUserType.Service)
        {
            Require(restriction is not null, "ROLE_RESTRICTION is required for a token of a service user.");
            Require(owner.NetworkPolicy is not null, "Network policy is required to generate a programmatic access token for a service user.");
        }

        Require(restriction is null || owner.Has(restriction), $"Role '{restriction}' is not granted to user {owner.Name}.");
        Require(days is null or (>= 1 and <= MostDays), $"DAYS_TO_EXPIRY must be between 1 and {MostDays}.");
        Require(Find(owner, name) is null, $"Programmatic access token {name} already exists.", "002002", "42710");
        CheckLimit(owner);
        return Make(owner, name, restriction, days ?? DefaultDays, identity.User.Name, comment, world.Now);
    }

    /// <returns>The token with its new secret, and the name under which the old one lives on.</returns>
    public (AccessToken Token, string OldName) Rotate(SnowflakeUser owner, string name, int? hours)
    {
        Check(owner, isChange: true);
        var (now, token) = (world.Now, Existing(owner, name));
        Require(token.RotatedTo is null && token.IsGoodAt(now), $"Programmatic access token {name} is not active, so it cannot be rotated.");
        var left = (int)Math.Ceiling((token.ExpiresAt - now).TotalHours);
        Require(hours is null || (hours >= 0 && hours <= left), $"EXPIRE_ROTATED_TOKEN_AFTER_HOURS must be between 0 and {left}, the hours left.");
        CheckLimit(owner);
        var oldName = $"{name}_ROTATED_{now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}";
        var end = now.AddHours(Math.Min(hours ?? 24, left));
        var old = token with { Name = oldName, ExpiresAt = end < token.ExpiresAt ? end : token.ExpiresAt, RotatedTo = name, RotatedAt = now };
        owner.Tokens.Remove(token);
        owner.Tokens.Add(old);
        return (Make(owner, name, token.Role, token.Days, identity.User.Name, token.Comment, now), oldName);
    }

    public void Change(SnowflakeUser owner, string name, Func<AccessToken, AccessToken> change)
    {
        Check(owner, isChange: true);
        var token = Existing(owner, name);
        var changed = change(token);
        Require(changed.Name == name || Find(owner, changed.Name) is null, $"Programmatic access token {changed.Name} already exists.", "002002", "42710");
        owner.Tokens[owner.Tokens.IndexOf(token)] = changed;
    }

    public void Remove(SnowflakeUser owner, string name)
    {
        Check(owner, isChange: true);
        owner.Tokens.Remove(Existing(owner, name));
    }

    public IEnumerable<AccessToken> List(SnowflakeUser owner) => owner == identity.User || world.MayManageTokens(role, owner)
        // Expired ones vanish after a week.
        ? owner.Tokens.Where(token => world.Now < token.ExpiresAt.AddDays(7))
        : throw SqlProblem.NoObject("User", owner.Name);

    public static AccessToken? Find(SnowflakeUser owner, string name) => owner.Tokens.Find(token => token.Name == name);

    public static AccessToken Make(SnowflakeUser owner, string name, string? role, int days, string by, string? comment, DateTimeOffset now)
    {
        var token = new AccessToken
        {
            Name = name,
            Id = Guid.NewGuid().ToString("N"),
            Role = role,
            CreatedAt = now,
            ExpiresAt = now.AddDays(days),
            Days = days,
            CreatedBy = by,
            Comment = comment,
            Secret = SnowflakeWorld.NewSecret(),
        };
        owner.Tokens.Add(token);
        return token;
    }

    private static AccessToken Existing(SnowflakeUser owner, string name) =>
        Find(owner, name) ?? throw SqlProblem.NoObject("Programmatic access token", name);

    private void Check(SnowflakeUser owner, bool isChange)
    {
        if (isChange && identity.Token is not null && identity.User == owner)
        {
            throw new SqlProblem("003001", "42501",
                "A session that authenticated with a programmatic access token cannot modify, rotate or remove tokens of the same user.");
        }

        if (!world.MayManageTokens(role, owner) && !(identity.User == owner && owner.Type == SnowflakeUserType.Person))
        {
            throw SqlProblem.NoPrivilege($"user '{owner.Name}': MODIFY PROGRAMMATIC AUTHENTICATION METHODS is needed");
        }
    }

    // Disabled and rotated ones count, expired ones do not.
    private void CheckLimit(SnowflakeUser owner) => Require(
        owner.Tokens.Count(token => world.Now < token.ExpiresAt) < world.Settings.MaxTokens,
        $"User {owner.Name} has reached the limit of {world.Settings.MaxTokens} programmatic access tokens.");

    private static void Require(bool holds, string message, string code = "099200", string state = "22023")
    {
        if (!holds)
        {
            throw new SqlProblem(code, state, message);
        }
    }
}

using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Control;

/// <summary>Everything but secrets.</summary>
internal static class StateDump
{
    public static object Of(SnowflakeWorld world) => world.Run(() => new
    {
        world.Account,
        Users = world.Users.Select(user => new
        {
            user.Name,
            user.Type,
            user.Disabled,
            user.Roles,
            user.DefaultRole,
            user.NetworkPolicy,
            Keys = user.PublicKeys.Count,
            Tokens = user.Tokens.Select(token => new { token.Name, token.Role, Status = token.StatusAt(world.Now), token.ExpiresAt, token.RotatedTo }).ToList(),
        }).ToList(),
        Warehouses = world.Warehouses.Select(one => new
        {
            one.Name,
            one.Resumes,
            one.Statements,
            Running = one.IsRunningAt(world.Now),
            BilledSeconds = one.BilledAt(world.Now),
        }).ToList(),
        Logins = world.Logins.History.ToList(),
        Queries = world.Queries.ToList(),
    });
}

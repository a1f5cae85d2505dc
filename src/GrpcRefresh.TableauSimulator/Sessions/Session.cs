using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Sessions;

/// <summary>A live session: one user on one site.</summary>
internal sealed class Session(string token, Identity identity, Site site, DateTimeOffset now)
{
    public string Id { get; } = Luid.New();

    public string Token => token;

    public Identity Identity => identity;

    public User User => identity.User;

    public Site Site => site;

    public DateTimeOffset LastUsed { get; set; } = now;
}
